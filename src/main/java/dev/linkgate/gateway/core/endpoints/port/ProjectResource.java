package dev.linkgate.gateway.core.endpoints.port;

import java.util.Optional;
import java.util.function.Function;

/**
 * A resource of a project at Atlas that a feature reads and changes. The classic dialect has none.
 *
 * @param path below the project's, with a query if it has one
 * @param isEntry whether it is an entry of a list, which may be absent: {@code endpoint-not-found}. Otherwise only the
 *     project can be absent
 * @param field of our requests, which {@code invalid-request} names in the classic dialect
 * @param title in problems, such as {@code regional mode}
 * @param body reads it from Atlas's answer. Empty if the answer is not valid
 */
public record ProjectResource<T extends Record>(
        String path, boolean isEntry, String field, String title, Function<AtlasBody, Optional<T>> body) {}
