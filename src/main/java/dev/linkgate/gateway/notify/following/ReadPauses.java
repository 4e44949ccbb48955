package dev.linkgate.gateway.notify.following;

import dev.linkgate.gateway.endpoints.link.WaitSettings;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * How often a target is read. The pause grows with the time since its write, so that what is told is late by a part of the
 * time that it took. If the targets of a project want more reads than its share, the pause of each is longer in the same
 * proportion, so those that were written last are read most often.
 */
@Component
class ReadPauses {

    /** Of the time since the write. */
    private static final int PART = 8;

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final FollowedTargets targets;
    private final Duration shortest;
    private final int readsPerMinute;

    ReadPauses(FollowedTargets targets, WaitSettings waits, FollowingSettings settings) {
        this.targets = targets;
        this.shortest = waits.pollInterval();
        this.readsPerMinute = settings.readsPerMinute();
    }

    /** The pause of a target at a time. */
    ReadPause at(Instant now, FollowedTarget target) {
        Duration part = Duration.between(target.since(), now).dividedBy(PART);
        Duration wanted = shortest.compareTo(part) >= 0 ? shortest : LONGEST.compareTo(part) <= 0 ? LONGEST : part;
        return new ReadPause(wanted, granted(wanted, target.link().project()));
    }

    private Duration granted(Duration wanted, ProjectId project) {
        double all = targets.wantedPerMinute(project);
        return all <= readsPerMinute || readsPerMinute == 0
                ? wanted
                : Duration.ofNanos((long) (wanted.toNanos() * (all / readsPerMinute)));
    }
}
