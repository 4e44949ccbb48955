package dev.linkgate.gateway.core.endpoints.link;

import java.util.Optional;

/** The caller's condition for a write (RFC 9110, section 13.1). It is checked under the lock of the resource. */
@FunctionalInterface
public interface Precondition {

    Precondition NONE = new Precondition() {
        @Override
        public void require(Optional<? extends Record> current) {}

        @Override
        public boolean needsLock() {
            return false;
        }
    };

    /**
     * Checks the condition.
     *
     * @param current the resource as it was read; empty if there is none
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code precondition-failed}
     */
    void require(Optional<? extends Record> current);

    /** Whether the resource must stay as it was read until the write is done. */
    default boolean needsLock() {
        return true;
    }
}
