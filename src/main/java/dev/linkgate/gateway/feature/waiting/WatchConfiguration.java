package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.reads.FanOut;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.trail.audit.WriteNotifications;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the one set of polls that all waiting callers share. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

    @Bean
    LinkReader linkReader(SharedAtlas atlas, FanOut fanOut) {
        return new LinkReader(atlas, fanOut, WatchClock.SYSTEM);
    }

    @Bean
    Polls polls(LinkReader reader, WaitSettings settings, WriteNotifications writes, MeterRegistry meters) {
        Polls polls = new Polls(reader, settings.pollInterval(), WatchClock.SYSTEM);
        writes.subscribe(polls);
        Metric.WAITERS.gauge(polls, Polls::waiters).register(meters);
        Metric.POLLERS.gauge(polls, Polls::polled).register(meters);
        return polls;
    }
}
