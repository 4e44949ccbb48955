package dev.linkgate.reads;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.audit.WriteNotifications;
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

    @Bean
    @Primary
    SharedAtlas sharedAtlas(
            @Qualifier("atlas") Atlas atlas,
            ReadSettings settings,
            WaitSettings waits,
            WriteNotifications writes,
            MeterRegistry meters) {
        CoalescedReads reads = new CoalescedReads(Sharing.of(settings.maxAge(), Ticker.systemTicker(), meters));
        writes.subscribe(reads);
        return new SharedAtlas(atlas, reads, new ErrorHistory(waits.errorGrace(), Ticker.systemTicker()));
    }
}
