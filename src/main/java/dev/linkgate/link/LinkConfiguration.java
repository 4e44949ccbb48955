package dev.linkgate.link;

import dev.linkgate.observability.Metric;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts what callers share between their use cases and Atlas. */
@Configuration(proxyBeanMethods = false)
class LinkConfiguration {

    /** Comes before the client it wraps wherever Atlas is asked for, so that no write goes around it. */
    @Bean
    @Primary
    SharedAtlas sharedAtlas(
            @Qualifier("atlas") Atlas atlas, ReadSettings settings, WaitSettings waits, MeterRegistry meters) {
        return new SharedAtlas(
                atlas,
                new CoalescedReads(Sharing.of(settings.maxAge(), Time.SYSTEM, meters)),
                new ErrorHistory(waits.errorGrace(), Time.SYSTEM));
    }

    @Bean
    LinkReader linkLooks(SharedAtlas atlas) {
        return new LinkReader(atlas, Time.SYSTEM);
    }

    @Bean
    Pollers pollers(LinkReader reader, WaitSettings settings, MeterRegistry meters) {
        Pollers pollers = new Pollers(reader, settings.pollInterval(), Time.SYSTEM);
        Gauge.builder(Metric.WAITERS.meterName(), pollers, Pollers::waiters)
                .description(Metric.WAITERS.description())
                .register(meters);
        Gauge.builder(Metric.POLLERS.meterName(), pollers, Pollers::size)
                .description(Metric.POLLERS.description())
                .register(meters);
        return pollers;
    }

    @Bean
    EndpointWait settling(Pollers pollers) {
        return new EndpointWait(pollers, Time.SYSTEM);
    }
}
