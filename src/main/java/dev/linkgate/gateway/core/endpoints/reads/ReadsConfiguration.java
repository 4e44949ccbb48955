package dev.linkgate.gateway.core.endpoints.reads;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.port.Atlas;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.WriteNotifications;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/** Puts the shared reads between the use cases and Atlas. */
@Configuration(proxyBeanMethods = false)
class ReadsConfiguration {

    /** Long lists that are read at once for callers, in all and for one team. Each has eight requests at Atlas. */
    private static final int LONG_LISTS = 8;

    private static final int LONG_LISTS_OF_TEAM = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    FanOut fanOut() {
        return new FanOut(new FairTurns("long lists", LONG_LISTS, LONG_LISTS_OF_TEAM), PATIENCE);
    }

    @Bean
    @Primary
    SharedAtlas sharedAtlas(
            @Qualifier("atlas") Atlas atlas,
            ReadSettings settings,
            WaitSettings waits,
            WriteNotifications writes,
            EndpointStore store,
            AuditTrail trail,
            MeterRegistry meters) {
        CoalescedReads reads = new CoalescedReads(Sharing.of(settings.maxAge(), Ticker.systemTicker(), meters));
        writes.subscribe(reads);
        return new SharedAtlas(
                atlas, reads, new ErrorHistory(waits.errorGrace(), Ticker.systemTicker()), (context, link, id) -> {
                    Supplier<Optional<KnownEndpoint>> row = trail.asking(context, () -> store.find(link, id));
                    return endpoint -> {
                        KnownEndpoint known = row.get().orElse(null);
                        // A change waits for its turn to write, and so is a question of its own.
                        return known != null && store.isNoted(known, endpoint)
                                ? known.addedTo(endpoint)
                                : trail.ask(context, () -> store.seen(link, endpoint, known));
                    };
                });
    }
}
