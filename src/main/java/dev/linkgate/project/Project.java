package dev.linkgate.project;

import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An Atlas project that the administrator has registered. Projects work without: that gives them a name and lets them
 * have a credential of their own.
 *
 * @param name for people
 * @param credential the name of the credential bound to it; absent when it uses the one named {@code default}
 */
public record Project(
        @Schema(type = "string", pattern = ProjectId.PATTERN)
        ProjectId id,

        @Schema(example = "payments") String name,
        @Nullable String credential,
        Instant createdAt,
        Instant updatedAt) {}
