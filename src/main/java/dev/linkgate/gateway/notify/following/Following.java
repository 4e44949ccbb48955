package dev.linkgate.gateway.notify.following;

import dev.linkgate.gateway.platform.outbox.Receivers;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Follows the trail, and what was written until it has settled. One replica does so at a time. */
@Component
public class Following {

    private final TrailFollower trail;
    private final TargetObserver targets;
    private final FollowingSettings settings;
    private final ObjectProvider<Receivers> receivers;

    Following(
            TrailFollower trail,
            TargetObserver targets,
            FollowingSettings settings,
            ObjectProvider<Receivers> receivers) {
        this.trail = trail;
        this.targets = targets;
        this.settings = settings;
        this.receivers = receivers;
    }

    /**
     * Puts the events of the next part of the trail into the outbox, and begins to read from Atlas what is due. Nothing is read
     * while nobody gets the events. What is written then is followed when somebody does.
     *
     * @return whether there is more of the trail
     */
    public boolean follow() {
        boolean more = trail.follow();
        if (settings.readsPerMinute() > 0 && receivers.stream().anyMatch(Receivers::any)) {
            targets.observeDue();
        }
        return more;
    }
}
