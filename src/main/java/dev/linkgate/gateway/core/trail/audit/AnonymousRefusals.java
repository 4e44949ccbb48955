package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.replica.EverySecond;
import dev.linkgate.gateway.core.platform.web.ClientNetwork;
import dev.linkgate.gateway.core.trail.record.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Records refusals of unauthenticated callers without letting them fill the trail. Each address gets up to a fixed
 * number of records a minute; its further refusals share one record, written when the minute is over.
 *
 * <p>Invariants: (1) every refusal is counted in exactly one record, which is stored, on its way, or kept here until it
 * can be stored; only a crash loses any; (2) a refusal beyond the number waits for nothing and costs no database work;
 * (3) memory holds one sum an address, for {@value #MAX_ADDRESSES} addresses and one more for the rest.
 */
@Component
final class AnonymousRefusals implements EverySecond, AutoCloseable {

    static final int MAX_ADDRESSES = 10_000;

    /** The text in place of an address in the shared record of the addresses beyond the maximum. */
    static final String OTHERS = "others";

    /** The number of addresses that may use up their number in the same minute. */
    static final int FULL_SHARES = 100;

    private static final Logger log = LoggerFactory.getLogger(AnonymousRefusals.class);
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();
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
     * The refusals of one address in one minute.
     *
     * @param refused the number of refusals
     * @param lastIsOwn whether the last refusal has its own record
     * @param sum the refusals without their own record
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
     * @param patience how long to wait for its own record
     * @return whether it has its own record
     */
    boolean record(Entry entry, Duration patience) {
        String network = known(ClientNetwork.of(entry.origin().remoteAddress()));
        Minute minute = Objects.requireNonNull(minutes.compute(network, (key, before) -> {
            Minute now = orNew(before);
            boolean own = now.refused() < settings.anonymousPerMinute() && takeOwn();
            return own ? now.withOwn() : now.plus(entry, network);
        }));
        if (minute.lastIsOwn()) {
            boolean unused = records.await(add(network, entry), patience);
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

    /** Adds a record, which is kept here if it cannot be stored. */
    private PendingRecord add(String network, Entry entry) {
        underWay.incrementAndGet();
        PendingRecord record = records.add(new PendingRecord(entry));
        record.whenEnded(receipt -> {
            if (receipt.isEmpty()) {
                keep(network, entry);
            }
            underWay.decrementAndGet();
        });
        return record;
    }

    private void keep(String network, Entry entry) {
        minutes.compute(known(network), (key, before) -> orNew(before).plus(entry, key));
    }

    /** Ends the minutes that are over. */
    @Override
    public void everySecond() {
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
            PendingRecord unused = add(network, sum);
        }
    }

    /** A minute whose record is refused is kept again, so this goes over a copy. */
    private void endAll() {
        List.copyOf(minutes.keySet()).forEach(this::end);
    }

    /** Ends all minutes, and retries for a while if their records are not admitted. */
    @Override
    public void close() {
        long start = System.nanoTime();
        endAll();
        while ((underWay.get() > 0 || !minutes.isEmpty())
                && System.nanoTime() - start < AuditSettings.AT_SHUTDOWN.toNanos()) {
            LockSupport.parkNanos(RETRY.toNanos());
            endAll();
        }
        if (!minutes.isEmpty()) {
            log.error("Refusals from {} addresses were not counted in the audit trail", minutes.size());
        }
    }
}
