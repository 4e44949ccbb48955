package dev.linkgate.gateway.core.endpoints.port;

import tools.jackson.databind.node.ObjectNode;

/** A change of a {@link ProjectResource}. Its answer has the status 200. */
public non-sealed interface ResourceWrite<T extends Record> extends AtlasWrite {

    ProjectResource<T> written();

    /** The JSON that is sent. */
    ObjectNode body();

    /** What its effect is to be, in a form that can be stored. */
    String wanted();

    /** Whether the resource shows the change. */
    boolean isDone(T found);
}
