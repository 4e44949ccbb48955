package dev.linkgate.gateway.feature.projects;

import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A project in numbers.
 *
 * @param projectName null if the administrator has not registered it
 * @param role the caller's
 * @param links how many links it has
 * @param endpoints how many endpoints it has, on links and on none
 * @param failed how many of those had failed when they were last seen
 * @param pendingRequests how many requests for access wait for an answer, of those that the caller may see
 */
@Schema(name = "ProjectSummary")
record ProjectSummary(
        ProjectId projectId,

        @Schema(example = "payments") @Nullable String projectName,

        Role role,
        ProjectRules rules,
        long links,
        long endpoints,
        long failed,
        long pendingRequests) {}
