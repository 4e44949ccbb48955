package dev.linkgate.gateway.core.endpoints.reads;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.port.Atlas;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.audit.WriteNotifications;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.BiFunction;

/** Reads for tests that share as the gateway's do by default, in the test's own time. */
public final class SharedReads {

    /** It has more turns than any test needs. */
    public static final FanOut FAN_OUT = new FanOut(new FairTurns("long lists", 100, 100), Duration.ofMinutes(1));

    private SharedReads() {}

    public static SharedAtlas of(Atlas atlas, Ticker time) {
        return of(atlas, time, new WriteNotifications(TestVocabulary.ALL));
    }

    /** @param writes through these replicas, which make reads void */
    public static SharedAtlas of(Atlas atlas, Ticker time, WriteNotifications writes) {
        return of(atlas, time, writes, (link, endpoint) -> endpoint);
    }

    /** @param known adds what is known of an endpoint */
    public static SharedAtlas of(
            Atlas atlas, Ticker time, WriteNotifications writes, BiFunction<LinkPath, Endpoint, Endpoint> known) {
        CoalescedReads reads = new CoalescedReads(Sharing.of(Duration.ofSeconds(1), time, new SimpleMeterRegistry()));
        writes.subscribe(reads);
        return new SharedAtlas(
                atlas,
                reads,
                new ErrorHistory(Duration.ofMinutes(2), time),
                (context, link, id) -> endpoint -> known.apply(link, endpoint));
    }
}
