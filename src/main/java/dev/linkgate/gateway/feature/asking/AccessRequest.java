package dev.linkgate.gateway.feature.asking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A team's request for a role on a project.
 *
 * @param projectId of a project that need not exist
 * @param reason in the team's words: text that nobody has checked
 * @param span for how long, from the answer on; absent if that was not said
 * @param until until when it was asked for, or has been given; absent if the role does not end
 * @param expiresAt when it is forgotten
 * @param answeredAt absent while it is pending
 * @param grantedRole the role that the answer gave; absent if it gave none
 * @param comment in the words of who answered; absent if there are none
 */
public record AccessRequest(
        @Schema(example = "ar_0f6b2d4c8e1a3975b6d8f0a2c4e6183b", implementation = String.class)
        AccessRequestId id,

        ProjectId projectId,

        @Schema(example = "payments") String team,

        Role role,

        @Schema(example = "We move the orders service to this project")
        String reason,

        @JsonProperty("for") @Schema(example = "PT8H") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Duration span,

        @Schema(example = "2027-11-24T18:00:00Z") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Instant until,

        RequestState state,

        Instant createdAt,

        Instant expiresAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant answeredAt,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Role grantedRole,

        @Schema(example = "Reading is enough for that") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String comment)
        implements Recorded {

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("team", team)
                .with("role", role.word())
                .with("for", span == null ? null : span.toString())
                .with("until", until)
                .with("state", state.name())
                .with("grantedRole", grantedRole == null ? null : grantedRole.word())
                .with("reason", reason)
                .with("comment", comment);
    }

    public Target target() {
        return Target.project(projectId).about(AskingWords.ACCESS_REQUEST, id.value());
    }
}
