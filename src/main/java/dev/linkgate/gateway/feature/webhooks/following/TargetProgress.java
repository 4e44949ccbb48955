package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.feature.webhooks.following.FollowedTarget.Goal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an observation of a target means.
 *
 * @param events in their order
 * @param next how it is followed from now on; absent if it is not followed any longer
 */
record TargetProgress(List<EventType> events, @Nullable FollowedTarget next) {

    /**
     * Decides what an observation means.
     *
     * @param late whether Atlas does not carry out any more what it has not carried out yet
     */
    static TargetProgress of(FollowedTarget target, TargetObservation.State seen, boolean late) {
        return target.announced() ? ofKnown(target, seen) : ofUnknown(target, seen, late);
    }

    private static TargetProgress ofKnown(FollowedTarget target, TargetObservation.State seen) {
        boolean isLink = target.endpoint() == null;
        return switch (seen) {
            case GONE -> ended(isLink ? FollowingWords.LINK_REMOVED : FollowingWords.ENDPOINT_REMOVED);
            case LEAVING -> new TargetProgress(List.of(), target.announced(Goal.GONE));
            case PENDING -> unchanged(target);
            // After an accepted removal Atlas may show the state before for a while.
            case AVAILABLE ->
                target.goal() == Goal.GONE
                        ? unchanged(target)
                        : ended(isLink ? FollowingWords.LINK_SETTLED : FollowingWords.ENDPOINT_SETTLED);
            case FAILED ->
                target.goal() == Goal.GONE
                        ? unchanged(target)
                        : ended(isLink ? FollowingWords.LINK_SETTLED : FollowingWords.ENDPOINT_FAILED);
        };
    }

    /** Whether the write was carried out shows only now. */
    private static TargetProgress ofUnknown(FollowedTarget target, TargetObservation.State seen, boolean late) {
        boolean done = switch (target.goal()) {
            case SETTLED -> seen != TargetObservation.State.GONE;
            case GONE -> seen == TargetObservation.State.GONE || seen == TargetObservation.State.LEAVING;
        };
        if (!done) {
            return new TargetProgress(List.of(), late ? null : target);
        }
        TargetProgress known = ofKnown(target.announced(target.goal()), seen);
        return target.goal() == Goal.GONE ? known : known.after(added(target));
    }

    private static EventType added(FollowedTarget target) {
        return target.endpoint() == null ? FollowingWords.LINK_CREATED : FollowingWords.ENDPOINT_ADDED;
    }

    private TargetProgress after(EventType first) {
        List<EventType> all = Stream.concat(Stream.of(first), events.stream()).toList();
        return new TargetProgress(all, next);
    }

    static TargetProgress unchanged(FollowedTarget target) {
        return new TargetProgress(List.of(), target);
    }

    private static TargetProgress ended(EventType event) {
        return new TargetProgress(List.of(event), null);
    }
}
