package dev.linkgate.gateway.core.endpoints.link;

import org.jspecify.annotations.Nullable;

/**
 * What Atlas tells of a project. What it does not tell is null.
 *
 * @param name Atlas's own
 * @param orgId of the organization that the project belongs to
 * @param created when it was created, in Atlas's form (ISO 8601)
 */
public record ProjectDescription(
        @Nullable String name,
        @Nullable String orgId,
        @Nullable Long clusterCount,
        @Nullable String created) {}
