package dev.linkgate.gateway.provisioning;

import dev.linkgate.gateway.link.ProjectDescription;
import dev.linkgate.gateway.request.Failure;
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
