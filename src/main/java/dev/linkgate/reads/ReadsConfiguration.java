package dev.linkgate.reads;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.link.Atlas;
import dev.linkgate.link.WaitSettings;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts the shared reads between the use cases and Atlas. */
@Configuration(proxyBeanMethods = false)
class ReadsConfiguration {

    /** The primary bean for Atlas, so that no write bypasses it. */
    @Bean
    @Primary
    SharedAtlas sharedAtlas(
            @Qualifier("atlas") Atlas atlas, ReadSettings settings, WaitSettings waits, MeterRegistry meters) {
        return new SharedAtlas(
                atlas,
                new CoalescedReads(Sharing.of(settings.maxAge(), Ticker.systemTicker(), meters)),
                new ErrorHistory(waits.errorGrace(), Ticker.systemTicker()));
    }
}
