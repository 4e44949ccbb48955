package dev.linkgate.gateway.notify.following;

import org.springframework.stereotype.Component;

/** Follows the trail, and what was written until it has settled. One replica does so at a time. */
@Component
public class Following {

    private final TrailFollower trail;
    private final TargetObserver targets;
    private final FollowingSettings settings;

    Following(TrailFollower trail, TargetObserver targets, FollowingSettings settings) {
        this.trail = trail;
        this.targets = targets;
        this.settings = settings;
    }

    /**
     * Stores the events of the next part of the trail, and begins to read from Atlas what is due. What is written while
     * nobody gets the events is followed when somebody does.
     *
     * @param receivers whether somebody gets the events; if not, nothing is read
     * @return whether there is more of the trail
     */
    public boolean follow(boolean receivers) {
        boolean more = trail.follow();
        if (settings.readsPerMinute() > 0 && receivers) {
            targets.observeDue();
        }
        return more;
    }
}
