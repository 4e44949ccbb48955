package dev.linkgate.gateway.core.access.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * A project as a caller sees it.
 *
 * @param name absent when the administrator has not registered it
 */
public record VisibleProject(
        ProjectId id,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name,

        Role role) {}
