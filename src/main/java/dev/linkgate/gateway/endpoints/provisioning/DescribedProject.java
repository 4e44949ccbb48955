package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.endpoints.link.ProjectDescription;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * A project of a list.
 *
 * @param description what Atlas tells of it; absent if it tells nothing
 * @param failure why it tells nothing; absent if it does
 */
public record DescribedProject(
        ProjectId id,
        @Nullable ProjectDescription description,
        @Nullable Failure failure) {}
