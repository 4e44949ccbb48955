package dev.linkgate.gateway.core.access.project;

import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An Atlas project that the administrator has registered. Registration is optional: it gives a project a name and, if
 * wanted, its own credential.
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
        Instant updatedAt)
        implements Recorded {

    @Override
    public Change.Values recorded() {
        return recorded(name, credential);
    }

    /** The target of the write that stores a name and a binding. */
    public static Target target(ProjectId id, String name, @Nullable String credential) {
        return Target.project(id).changing(Change.to(() -> recorded(name, credential)));
    }

    private static Change.Values recorded(String name, @Nullable String credential) {
        return new Change.Values().with("name", name).with("credential", credential);
    }
}
