package dev.linkgate.gateway.feature.drift.reconcile;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.drift.reconcile.Finding.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A write of the gateway, made by whichever replica, that adds or removes a link or an endpoint.
 *
 * @param receipt of its outcome, or of its intent before that
 * @param place what it adds or removes; absent of a new link whose id is not on record
 * @param ended when its outcome was recorded; absent while it is under way
 */
record OwnWrite(
        String receipt,
        String requestId,
        Action action,
        @Nullable Place place,
        @Nullable Instant ended,
        WriteState state) {

    private static final long OK = 200;
    private static final long CREATED = 201;
    private static final long ACCEPTED = 202;

    /** What is known of a write's effect. */
    enum WriteState {
        /** It is under way. */
        OPEN,
        /** Atlas has carried it out. */
        DONE,
        /** Atlas may have carried it out. */
        UNKNOWN
    }

    /** A write that is under way. */
    static OwnWrite begun(WriteRecord intent) {
        return new OwnWrite(
                intent.receipt().toString(), intent.requestId(), intent.action(), place(intent), null, WriteState.OPEN);
    }

    private static @Nullable Place place(WriteRecord record) {
        String link = record.link();
        String endpoint = record.endpoint();
        String canonical =
                endpoint != null && EndpointId.matches(endpoint) ? new EndpointId(endpoint).canonical() : endpoint;
        return link == null ? null : new Place(link, canonical);
    }

    /**
     * Whether this is the outcome of the write, or of one that was unknown. Only the outcome has the id of a new link.
     * The unknown result of an ensure is resolved by a record of an addition.
     */
    boolean isEndedBy(WriteRecord outcome) {
        boolean resolved = state == WriteState.UNKNOWN
                && action.equals(Action.ENDPOINT_ENSURE)
                && outcome.action().equals(Action.ENDPOINT_ADD);
        return state != WriteState.DONE
                && requestId.equals(outcome.requestId())
                && (action.equals(outcome.action()) || resolved)
                && (place == null || place.equals(place(outcome)));
    }

    /** The write after its outcome; nothing if that shows that Atlas has not carried it out. */
    Optional<OwnWrite> endedBy(WriteRecord outcome) {
        Place written = place(outcome);
        return state(outcome)
                .map(known -> new OwnWrite(
                        outcome.receipt().toString(),
                        requestId,
                        action,
                        written,
                        outcome.time(),
                        written == null ? WriteState.UNKNOWN : known));
    }

    /**
     * A success may mean that nothing was needed, or a dry run (200), or that an operation was begun, which has records
     * of its own (202 of an ensure). An ensure whose process was killed has 200 without an answer of Atlas if its
     * endpoint was there later. A failure with an answer of Atlas below 500 shows that Atlas did nothing.
     */
    private static Optional<WriteState> state(WriteRecord outcome) {
        long status = Objects.requireNonNullElse(outcome.status(), 0L);
        Long atlas = outcome.atlasStatus();
        boolean removes = removes(outcome.action());
        return switch (Objects.requireNonNullElse(outcome.result(), Result.UNKNOWN)) {
            case UNKNOWN -> Optional.of(WriteState.UNKNOWN);
            case REFUSED -> Optional.empty();
            case FAILED -> atlas == null || atlas >= 500 ? Optional.of(WriteState.UNKNOWN) : Optional.empty();
            case SUCCEEDED -> {
                boolean readBack = outcome.action().equals(Action.ENDPOINT_ENSURE) && status == OK && atlas == null;
                yield status == (removes ? ACCEPTED : CREATED)
                        ? Optional.of(WriteState.DONE)
                        : readBack ? Optional.of(WriteState.UNKNOWN) : Optional.empty();
            }
        };
    }

    /** What Atlas must show by and by because of this write; absent if it adds nothing, or may not have. */
    @Nullable
    Place added() {
        return state == WriteState.DONE && !removes(action) ? place : null;
    }

    private static boolean removes(Action action) {
        return action.equals(Action.ENDPOINT_REMOVE) || action.equals(Action.LINK_REMOVE);
    }

    /**
     * Whether it explains that a place appeared or vanished. With a link its endpoints are removed, and with its last
     * endpoint a link may be.
     *
     * @param asked when Atlas was asked what the project has
     * @param grace how long Atlas may take to show what was added
     */
    boolean explains(Place changed, boolean appeared, Instant asked, Duration grace) {
        if (place == null) {
            return appeared && changed.isLink();
        }
        boolean sameLink = place.linkId().equals(changed.linkId());
        boolean alongWith = removes(action) && sameLink && !appeared && (place.isLink() || changed.isLink());
        return alongWith || (place.equals(changed) && explains(appeared, asked, grace));
    }

    private boolean explains(boolean appeared, Instant asked, Duration grace) {
        if (state != WriteState.DONE) {
            return true;
        }
        return removes(action) ? !appeared : appeared || isYoung(asked, grace);
    }

    /** Whether an earlier write explains nothing more, because this one was done at the same place. */
    boolean takesPlaceOf(OwnWrite earlier) {
        return state == WriteState.DONE && earlier.state != WriteState.OPEN && Objects.equals(place, earlier.place);
    }

    /** Whether what it explains may still be otherwise, so that it is judged at a later look. */
    boolean isAwaited(boolean appeared) {
        return state == WriteState.OPEN || (added() != null && !appeared);
    }

    /** Whether it can explain what a later look sees. */
    boolean isKept(Set<Place> shown, Instant asked, Duration grace) {
        boolean isShown = place != null && shown.contains(place);
        return switch (state) {
            case OPEN -> true;
            case UNKNOWN -> isYoung(asked, grace);
            case DONE -> removes(action) ? isShown || isYoung(asked, grace) : !isShown && isYoung(asked, grace);
        };
    }

    private boolean isYoung(Instant asked, Duration grace) {
        return ended == null || !asked.isAfter(ended.plus(grace));
    }
}
