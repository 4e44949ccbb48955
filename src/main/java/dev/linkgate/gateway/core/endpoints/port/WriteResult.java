package dev.linkgate.gateway.core.endpoints.port;

import dev.linkgate.gateway.core.platform.request.Failure;
import java.util.Optional;

/**
 * The result of an {@link AtlasWrite}.
 *
 * @param <T> the resource that it writes
 */
public sealed interface WriteResult<T> {

    /**
     * Atlas has carried out the write, or will.
     *
     * @param resource as last known; empty if Atlas returned none, as after a removal
     */
    record Applied<T>(Optional<T> resource) implements WriteResult<T> {}

    /** The write was not sent, because the resource is already as wanted. */
    record Unneeded<T>(T resource) implements WriteResult<T> {}

    /** The write was not sent, because an operation already does it. */
    record Deferred<T>(String operationId) implements WriteResult<T> {}

    /** The write was not sent, because a check failed. */
    record NotSent<T>(Failure why) implements WriteResult<T> {}

    /** Atlas received the write and did not carry it out. */
    record Rejected<T>(Failure why) implements WriteResult<T> {}

    /** The write was sent, and its outcome is unknown: {@code outcome-unknown}. */
    record Unknown<T>(Failure why) implements WriteResult<T> {}

    /** Why the write failed, or may have failed; empty if it succeeded. */
    default Optional<Failure> failure() {
        return switch (this) {
            case Applied<T> applied -> Optional.empty();
            case Unneeded<T> unneeded -> Optional.empty();
            case Deferred<T> deferred -> Optional.empty();
            case NotSent<T> notSent -> Optional.of(notSent.why());
            case Rejected<T> rejected -> Optional.of(rejected.why());
            case Unknown<T> unknown -> Optional.of(unknown.why());
        };
    }

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException why the write failed, or may have failed */
    default WriteResult<T> orThrow() {
        Optional<Failure> failure = failure();
        if (failure.isPresent()) {
            throw failure.get().toException();
        }
        return this;
    }

    /**
     * The resource as last known.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException why the write failed, or may have failed
     * @throws IllegalStateException if an operation does the write instead
     */
    default T resourceOrThrow() {
        return switch (orThrow()) {
            case Applied<T> applied -> applied.resource().orElseThrow();
            case Unneeded<T> unneeded -> unneeded.resource();
            default -> throw new IllegalStateException("there is no resource in " + this);
        };
    }
}
