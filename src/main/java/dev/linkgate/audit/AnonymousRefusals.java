package dev.linkgate.audit;

import dev.linkgate.web.ClientNetwork;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Puts refusals of callers nobody knows on record without letting them fill the trail: up to a number of each address a
 * minute has a record of its own, and all beyond share one, which is written when the minute is over.
 *
 * <p>Invariants: (1) every refusal is counted in exactly one record that is stored or on its way, or is kept here until
 * it can be: only a crash loses any; (2) a refusal beyond the number waits for nothing and costs no work of the
 * database; (3) what is kept is one sum an address, for {@value #MAX_ADDRESSES} addresses and one more for the rest.
 */
@Component
final class AnonymousRefusals implements AutoCloseable {

    static final int MAX_ADDRESSES = 10_000;

    /** What the shared record of the addresses beyond has in the place of an address. */
    static final String OTHERS = "others";

    /** So many addresses may use up their number in the same minute. */
    static final int FULL_SHARES = 100;

    private static final Logger log = LoggerFactory.getLogger(AnonymousRefusals.class);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
    private static final long SWEEP_MILLIS = 1_000;
    private static final Duration RETRY = Duration.ofMillis(20);

    private final AuditLog records;
    private final AuditSettings settings;
    private final LongSupplier nanoTime;
    private final Map<String, Minute> minutes = new ConcurrentHashMap<>();
    private final AtomicLong ownRecords = new AtomicLong();
    private final AtomicLong underWay = new AtomicLong();
    private volatile long allStartedNanos;

    @Autowired
    AnonymousRefusals(AuditLog records, AuditSettings settings) {
        this(records, settings, System::nanoTime);
    }

    AnonymousRefusals(AuditLog records, AuditSettings settings, LongSupplier nanoTime) {
        this.records = records;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.allStartedNanos = nanoTime.getAsLong();
    }

    /**
     * An address's minute.
     *
     * @param refused how many refusals there were
     * @param lastIsOwn whether the last of them has a record of its own
     * @param sum of those that have none
     */
    private record Minute(
            long startedNanos,
            long refused,
            boolean lastIsOwn,
            @Nullable Entry sum) {

        Minute withOwn() {
            return new Minute(startedNanos, refused + 1, true, sum);
        }

        Minute plus(Entry entry, String network) {
            return new Minute(startedNanos, refused + 1, false, sum == null ? entry : sum.plus(entry, network));
        }
    }

    /**
     * Records a refusal, or counts it.
     *
     * @param patience how long its own record is waited for
     * @return whether it has a record of its own
     */
    boolean record(Entry entry, Duration patience) {
        String network = known(ClientNetwork.of(entry.origin().remoteAddress()));
        Minute minute = Objects.requireNonNull(minutes.compute(network, (key, before) -> {
            Minute now = orNew(before);
            boolean own = now.refused() < settings.anonymousPerMinute() && takeOwn();
            return own ? now.withOwn() : now.plus(entry, network);
        }));
        if (minute.lastIsOwn()) {
            records.record(entry, patience, orKept(network, entry));
        }
        return minute.lastIsOwn();
    }

    private Minute orNew(@Nullable Minute minute) {
        return minute == null ? new Minute(nanoTime.getAsLong(), 0, false, null) : minute;
    }

    private boolean takeOwn() {
        return ownRecords.incrementAndGet() <= (long) settings.anonymousPerMinute() * FULL_SHARES;
    }

    private String known(String network) {
        return minutes.size() < MAX_ADDRESSES || minutes.containsKey(network) ? network : OTHERS;
    }

    /** Counts what could not be stored, and what is still under way. */
    private Consumer<Boolean> orKept(String network, Entry entry) {
        underWay.incrementAndGet();
        return stored -> {
            if (!stored) {
                keep(network, entry);
            }
            underWay.decrementAndGet();
        };
    }

    private void keep(String network, Entry entry) {
        minutes.compute(known(network), (key, before) -> orNew(before).plus(entry, key));
    }

    /** Ends the minutes that are over. */
    @Scheduled(fixedDelay = SWEEP_MILLIS)
    void sweep() {
        long now = nanoTime.getAsLong();
        if (now - allStartedNanos >= MINUTE_NANOS) {
            allStartedNanos = now;
            ownRecords.set(0);
        }
        minutes.forEach((network, minute) -> {
            if (now - minute.startedNanos() >= MINUTE_NANOS) {
                end(network);
            }
        });
    }

    private void end(String network) {
        Minute minute = minutes.remove(network);
        Entry sum = minute == null ? null : minute.sum();
        if (sum != null) {
            records.recordLater(sum, orKept(network, sum));
        }
    }

    /** Ends all minutes, and tries for a while if their records are not taken. */
    @Override
    public void close() {
        long start = System.nanoTime();
        minutes.keySet().forEach(this::end);
        while ((underWay.get() > 0 || !minutes.isEmpty())
                && System.nanoTime() - start < settings.timeout().toNanos()) {
            LockSupport.parkNanos(RETRY.toNanos());
            minutes.keySet().forEach(this::end);
        }
        if (!minutes.isEmpty()) {
            log.error("Refusals of callers from {} addresses were not counted in the trail", minutes.size());
        }
    }
}
