package dev.linkgate.gateway.core.access.attachment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that may be attached to a project whatever its origin, or one that waits for that because it was refused.
 * One that was taken back or dismissed is kept for an hour, in which nobody is told of it again.
 *
 * @param comment in the words of who approved it; absent while it waits
 * @param until the end of the approval; absent if it has none
 * @param approvedAt absent while it waits
 * @param approvedBy who approved it, such as {@code team payments}; absent while it waits
 * @param askedAt when it was last refused; absent if it was approved before
 * @param askedBy whose request was refused, such as {@code team payments}; absent also after a dismissal
 * @param linkId the link that it was to be added to
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ApprovedEndpoint")
public record Approval(
        @Schema(type = "string", example = "vpce-0b9c5701325cb15dd")
        EndpointId interfaceEndpointId,

        @Schema(example = "Ticket 4711") @Nullable String comment,
        @Nullable Instant until,
        @Nullable Instant approvedAt,

        @Schema(example = "team payments") @Nullable String approvedBy,
        @Nullable Instant askedAt,

        @Schema(example = "team payments") @Nullable String askedBy,
        @Schema(type = "string") @Nullable LinkId linkId)
        implements Recorded {

    /** How long a refused endpoint waits for an approval. */
    private static final Duration KEPT = Duration.ofDays(14);

    /** The shortest time between two events that tell of the same endpoint. */
    private static final Duration TOLD = Duration.ofHours(1);

    /** One that was refused. */
    public static Approval asked(EndpointId id, Instant now, String by, LinkId link) {
        return new Approval(id, null, null, null, null, now, by, link);
    }

    /** The same, approved. */
    public Approval approved(String comment, @Nullable Instant until, Instant now, String by) {
        return new Approval(interfaceEndpointId, comment, until, now, by, askedAt, askedBy, linkId);
    }

    /** The same, which neither holds nor waits. */
    public Approval dismissed() {
        return new Approval(interfaceEndpointId, null, null, null, null, askedAt, null, linkId);
    }

    public boolean isApproved(Instant now) {
        return approvedAt != null && (until == null || now.isBefore(until));
    }

    public boolean isWaiting(Instant now) {
        return !isApproved(now) && askedAt != null && askedBy != null && now.isBefore(askedAt.plus(KEPT));
    }

    /** Whether it was refused so short a time ago that nobody needs to be told again. */
    public boolean isJustAsked(Instant now) {
        return askedAt != null && now.isBefore(askedAt.plus(TOLD));
    }

    /** What an approval of this endpoint is about, in the audit trail. */
    public static Target target(ProjectId project, EndpointId id) {
        return Target.project(project).about(Target.Kind.APPROVAL, id.value());
    }

    /** The path under which an approver approves it. */
    public static String path(ProjectId project, EndpointId id) {
        return "/projects/" + project + "/approved-endpoints/" + id.pathSegment();
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values().with("until", until).with("askedBy", askedBy).with("comment", comment);
    }
}
