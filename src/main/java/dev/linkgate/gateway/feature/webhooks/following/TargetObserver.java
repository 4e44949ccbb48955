package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.feature.tasks.EveryMinute;
import dev.linkgate.gateway.feature.waiting.Polls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads what is followed, a few targets at a time, and tells what has become of it. One replica does so at a time; what
 * another one has begun before is stored only if the target has not changed since.
 */
@Component
public class TargetObserver implements EveryMinute, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TargetObserver.class);

    /** Most of them only wait for the next poll of a link. */
    private static final int AT_ONCE = 64;

    private static final Duration FOLLOWED = Duration.ofDays(1);

    private final FollowedTargets targets;
    private final Polls polls;
    private final Outbox outbox;
    private final TransactionTemplate transactions;
    private final Duration settleAfter;
    private final InstantSource clock;
    private final Meter.MeterProvider<Counter> reads;

    /** The subjects of the targets that are being read. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    private final ExecutorService readers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("following-", 0).factory());

    TargetObserver(
            FollowedTargets targets,
            Polls polls,
            Outbox outbox,
            TransactionTemplate transactions,
            WaitSettings waits,
            InstantSource clock,
            MeterRegistry meters) {
        this.targets = targets;
        this.polls = polls;
        this.outbox = outbox;
        this.transactions = transactions;
        this.settleAfter = waits.settleAfter();
        this.clock = clock;
        this.reads = Metric.FOLLOWING_READS.counter().withRegistry(meters);
    }

    /** Begins to read what is due. */
    public void observeDue() {
        for (FollowedTarget target : targets.due(clock.instant(), AT_ONCE)) {
            if (underWay.size() < AT_ONCE && underWay.add(target.subject())) {
                readers.execute(() -> read(target));
            }
        }
    }

    /** Whether nothing is being read. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Ends what was followed for a day. */
    @Override
    public void everyMinute() {
        int ended = targets.endOlder(clock.instant().minus(FOLLOWED));
        if (ended > 0) {
            log.info(
                    "{} endpoints and links had not settled a day after their write, and are not followed any longer",
                    ended);
        }
    }

    private void read(FollowedTarget target) {
        try {
            Optional<TargetObservation> seen = look(target);
            reads.withTag("result", seen.isPresent() ? "seen" : "unseen").increment();
            store(target, seen);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.warn("Could not follow {}: {}", target.subject(), e.toString());
        } finally {
            underWay.remove(target.subject());
        }
    }

    private Optional<TargetObservation> look(FollowedTarget target) throws InterruptedException {
        return target.endpoint() == null
                ? polls.next(target.link()).map(TargetObservation::of)
                : polls.next(target.link(), target.endpoint()).map(TargetObservation::of);
    }

    private void store(FollowedTarget target, Optional<TargetObservation> seen) {
        Instant now = clock.instant();
        boolean late = !now.isBefore(target.since().plus(settleAfter));
        transactions.executeWithoutResult(status -> {
            TargetProgress progress = seen.map(polled -> TargetProgress.of(target, polled.state(), late))
                    .orElseGet(() -> TargetProgress.unchanged(target));
            // Endpoints come before their link everywhere, so that no two replicas wait for each other.
            List<FollowedTarget> within = progress.events().contains(FollowingWords.LINK_REMOVED)
                    ? targets.endWithin(target.link())
                    : List.of();
            if (targets.replace(target, progress.next(), now)) {
                within.forEach(this::tellGone);
                seen.ifPresent(polled -> tell(target, progress, polled, now));
            } else {
                status.setRollbackOnly();
            }
        });
    }

    /** An endpoint has gone with its link. Its own read would come later, and find the link gone once more. */
    private void tellGone(FollowedTarget endpoint) {
        TargetProgress.of(endpoint, TargetObservation.State.GONE, true)
                .events()
                .forEach(type -> outbox.add(TargetEvents.of(type, endpoint, null)));
    }

    private void tell(FollowedTarget target, TargetProgress progress, TargetObservation polled, Instant now) {
        progress.events().forEach(type -> outbox.add(TargetEvents.of(type, target, polled.resource())));
        if (progress.events().contains(FollowingWords.ENDPOINT_REMOVED) && polled.linkIsGone()) {
            targets.add(target.vanishedLink(), now);
        }
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
