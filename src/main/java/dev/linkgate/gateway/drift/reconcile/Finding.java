package dev.linkgate.gateway.drift.reconcile;

import dev.linkgate.gateway.atlas.AtlasEvent;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A finding. It stays as it was found, but for what is said of it later.
 *
 * @param id names it within its project, the same however often it is found
 * @param time of the event, or of the write's outcome
 * @param foundAt when it was found
 * @param event the event that no record explains; null if it is a write
 * @param receipt of the record of the write that Atlas does not show; null if it is an event
 * @param action of the write
 * @param place the link or endpoint of the write
 * @param differences what Atlas had and lacked then, against the trail; null if that could not be told
 * @param resolvedAt when the event of the write came after all
 * @param acknowledgement the last one
 */
record Finding(
        String id,
        FindingKind kind,
        ProjectId projectId,
        Instant time,
        Instant foundAt,
        @Nullable FoundEvent event,
        @Nullable String receipt,
        @Nullable String action,
        @Nullable Place place,
        @Nullable ProjectChanges differences,
        @Nullable Instant resolvedAt,
        @Nullable Acknowledgement acknowledgement) {

    static Finding outside(ProjectId project, AtlasEvent event, @Nullable ProjectChanges all, Instant now) {
        ProjectChanges own =
                all == null ? null : EventKind.of(event.type()).map(all::of).orElse(ProjectChanges.NONE);
        return new Finding(
                "event:" + event.id(),
                FindingKind.OUTSIDE_THE_GATEWAY,
                project,
                event.created(),
                now,
                FoundEvent.of(event),
                null,
                null,
                null,
                own,
                null,
                null);
    }

    static Finding notConfirmed(ProjectId project, ReconciledWrite write, Instant now) {
        return new Finding(
                idOf(write),
                FindingKind.NOT_CONFIRMED,
                project,
                Objects.requireNonNullElse(write.ended(), write.begun()),
                now,
                null,
                write.receipt(),
                write.action().word(),
                write.link() == null ? null : new Place(write.link(), write.endpoint()),
                null,
                null,
                null);
    }

    static String idOf(ReconciledWrite write) {
        return "write:" + write.sequence();
    }
}
