package dev.linkgate.gateway.notify.following;

import dev.linkgate.gateway.platform.outbox.EventType;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an observation of a target means.
 *
 * @param events in their order
 * @param next how it is followed from now on; absent if it is not followed any longer
 */
record Progress(List<EventType> events, @Nullable FollowedTarget next) {

    /**
     * Decides what an observation means.
     *
     * @param late whether Atlas does not carry out any more what it has not carried out yet
     */
    static Progress of(FollowedTarget target, Sight.State seen, boolean late) {
        return target.announced() ? ofKnown(target, seen) : ofUnknown(target, seen, late);
    }

    private static Progress ofKnown(FollowedTarget target, Sight.State seen) {
        boolean isLink = target.endpoint() == null;
        return switch (seen) {
            case GONE -> ended(isLink ? EventType.LINK_REMOVED : EventType.ENDPOINT_REMOVED);
            case LEAVING -> new Progress(List.of(), target.announced(Goal.GONE));
            case PENDING -> unchanged(target);
            // After an accepted removal Atlas may show the state before for a while.
            case AVAILABLE ->
                target.goal() == Goal.GONE
                        ? unchanged(target)
                        : ended(isLink ? EventType.LINK_SETTLED : EventType.ENDPOINT_SETTLED);
            case FAILED ->
                target.goal() == Goal.GONE
                        ? unchanged(target)
                        : ended(isLink ? EventType.LINK_SETTLED : EventType.ENDPOINT_FAILED);
        };
    }

    /** Whether the write was carried out shows only now. */
    private static Progress ofUnknown(FollowedTarget target, Sight.State seen, boolean late) {
        boolean done = switch (target.goal()) {
            case SETTLED -> seen != Sight.State.GONE;
            case GONE -> seen == Sight.State.GONE || seen == Sight.State.LEAVING;
        };
        if (!done) {
            return new Progress(List.of(), late ? null : target);
        }
        Progress known = ofKnown(target.announced(target.goal()), seen);
        return target.goal() == Goal.GONE ? known : known.after(added(target));
    }

    static EventType added(FollowedTarget target) {
        return target.endpoint() == null ? EventType.LINK_CREATED : EventType.ENDPOINT_ADDED;
    }

    private Progress after(EventType first) {
        List<EventType> all = Stream.concat(Stream.of(first), events.stream()).toList();
        return new Progress(all, next);
    }

    static Progress unchanged(FollowedTarget target) {
        return new Progress(List.of(), target);
    }

    private static Progress ended(EventType event) {
        return new Progress(List.of(event), null);
    }
}
