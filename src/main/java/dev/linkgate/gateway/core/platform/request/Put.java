package dev.linkgate.gateway.core.platform.request;

import org.jspecify.annotations.Nullable;

/**
 * The result of storing a thing under its name.
 *
 * @param before what was stored there; absent if the name was new
 */
public record Put<T extends Recorded>(@Nullable T before, T now) {

    public boolean created() {
        return before == null;
    }

    /** The HTTP status of the answer. */
    public int status() {
        return created() ? 201 : 200;
    }
}
