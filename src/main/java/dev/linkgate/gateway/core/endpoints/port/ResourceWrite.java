package dev.linkgate.gateway.core.endpoints.port;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A write of a {@link ProjectResource}: a change, unless it adds or removes an entry of a list. */
public non-sealed interface ResourceWrite<T extends Record> extends AtlasWrite {

    /** What it writes, and what is read back to see whether it was carried out. */
    ProjectResource<T> written();

    /** The method of the request. */
    default String method() {
        return "PATCH";
    }

    /** The path of the request, below the project's. */
    default String path() {
        return written().path();
    }

    /** The JSON that is sent; absent if there is none. */
    @Nullable
    ObjectNode body();

    /** Reads what was written from Atlas's answer. Empty if the answer is not valid. */
    default Function<AtlasBody, Optional<T>> answer() {
        return written().body();
    }

    /** What its effect is to be, in a form that can be stored. */
    String wanted();

    /**
     * Whether its effect shows.
     *
     * @param found the resource; absent if it is an entry that is not there
     */
    boolean isDone(@Nullable T found);
}
