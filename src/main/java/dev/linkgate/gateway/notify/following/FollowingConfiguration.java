package dev.linkgate.gateway.notify.following;

import dev.linkgate.gateway.platform.outbox.Receivers;
import dev.linkgate.gateway.platform.replica.PeriodicTask;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets each replica follow. */
@Configuration(proxyBeanMethods = false)
class FollowingConfiguration {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Between two parts of a trail that is behind. */
    private static final Duration SHORT_PAUSE = Duration.ofMillis(10);

    private static final Duration END = Duration.ofSeconds(5);

    /** Nothing is read from Atlas while nobody gets the events. What is written then is followed when somebody does. */
    @Bean
    PeriodicTask following(
            TrailFollower trail,
            TargetObserver targets,
            FollowingSettings settings,
            ObjectProvider<Receivers> receivers) {
        return new PeriodicTask("following", PAUSE, END, () -> {
            boolean more = trail.follow();
            targets.endOld();
            if (settings.readsPerMinute() > 0 && receivers.stream().anyMatch(Receivers::any)) {
                targets.observeDue();
            }
            return more ? SHORT_PAUSE : PAUSE;
        });
    }
}
