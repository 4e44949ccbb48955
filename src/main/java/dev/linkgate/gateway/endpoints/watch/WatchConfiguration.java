package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.WaitSettings;
import dev.linkgate.gateway.endpoints.reads.FanOut;
import dev.linkgate.gateway.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.platform.observability.Metric;
import dev.linkgate.gateway.trail.audit.WriteNotifications;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the one set of pollers that all waiting callers share. */
@Configuration(proxyBeanMethods = false)
class WatchConfiguration {

    @Bean
    LinkReader linkReader(SharedAtlas atlas, FanOut fanOut) {
        return new LinkReader(atlas, fanOut, WatchClock.SYSTEM);
    }

    @Bean
    Pollers pollers(LinkReader reader, WaitSettings settings, WriteNotifications writes, MeterRegistry meters) {
        Pollers pollers = new Pollers(reader, settings.pollInterval(), WatchClock.SYSTEM);
        writes.subscribe(pollers);
        Metric.WAITERS.gauge(pollers, Pollers::waiters).register(meters);
        Metric.POLLERS.gauge(pollers, Pollers::size).register(meters);
        return pollers;
    }
}
