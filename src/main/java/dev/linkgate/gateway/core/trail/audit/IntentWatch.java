package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.concurrency.PeriodicTask;
import dev.linkgate.gateway.core.platform.encryption.Seals;
import dev.linkgate.gateway.core.platform.observability.LoggedRequest;
import dev.linkgate.gateway.core.platform.replica.Heartbeat;
import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.replica.ReplicaStore;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.DatabaseFiles;
import dev.linkgate.gateway.core.trail.audit.OpenIntents.OpenIntent;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Gives an outcome to each intent that was left without one: by a process that was killed, or by this one when it could
 * not store the outcome. An endpoint write is read back from Atlas; every other write gets an unknown outcome. After an
 * unknown outcome, Atlas is asked on.
 *
 * <p>It counts scans and compares no clocks: an intent is abandoned when its owner gave no sign of life between a fixed
 * number of successful scans. So a database outage for all replicas makes none of them look dead. What the first scan
 * finds in an embedded database, which has one process, is abandoned.
 *
 * <p>All replicas watch. If several would close an intent, the first one does: its outcome is stored only if the intent
 * is still open then.
 */
@Component
final class IntentWatch implements SmartLifecycle {

    /** The scans without a heartbeat after which an intent is abandoned: 21 s, three seconds between two scans. */
    static final int SILENT_SCANS = 7;

    /** The scan after which a write that could not be read back counts as unknown: 39 s after the first. */
    static final int LAST_SCAN = SILENT_SCANS + 6;

    private static final Logger log = LoggerFactory.getLogger(IntentWatch.class);
    private static final int ASKED_AT_ONCE = 8;

    private final OpenIntents intents;
    private final ReplicaStore replicas;
    private final TrailReader reader;
    private final AuditLog records;
    private final Replica replica;
    private final DatabaseFiles files;
    private final ObjectProvider<ReadBack> readBacks;
    private final Seals seals;
    private final InstantSource clock;

    /** The intents that are being read back or closed. */
    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();

    private final ExecutorService askers = Executors.newFixedThreadPool(
            ASKED_AT_ONCE, Thread.ofVirtual().name("audit-asker-", 0).factory());

    /** The open intents that the last scan saw, by their sequences; absent before the first scan. */
    private @Nullable Map<Long, Watched> watched;

    private final PeriodicTask task =
            new PeriodicTask("audit-intent-watch", Duration.ZERO, Duration.ZERO, this::scanAgain);

    IntentWatch(
            OpenIntents intents,
            ReplicaStore replicas,
            TrailReader reader,
            AuditLog records,
            Replica replica,
            DatabaseFiles files,
            ObjectProvider<ReadBack> readBacks,
            Seals seals,
            InstantSource clock) {
        this.intents = intents;
        this.replicas = replicas;
        this.reader = reader;
        this.records = records;
        this.replica = replica;
        this.files = files;
        this.readBacks = readBacks;
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * An intent as the last scan saw it.
     *
     * @param heartbeat the last one of its owner
     * @param silentScans scans in a row that saw no sign of life
     */
    private record Watched(OpenIntent intent, @Nullable Long heartbeat, int silentScans) {}

    /** Looks once at all open intents, and attends to the abandoned ones. */
    synchronized void scan() {
        Map<Long, Watched> now = new HashMap<>();
        List<OpenIntent> open = intents.all();
        Map<String, Long> heartbeats = open.isEmpty() ? Map.of() : replicas.heartbeats();
        for (OpenIntent intent : open) {
            Long heartbeat = heartbeats.get(intent.owner());
            now.put(intent.sequence(), new Watched(intent, heartbeat, silentScans(intent, heartbeat)));
        }
        watched = now;
        for (Watched each : now.values()) {
            if (each.silentScans() >= SILENT_SCANS && underWay.add(each.intent().sequence())) {
                handle(each);
            }
        }
    }

    /** Whether no intent is being read back or closed. */
    boolean isIdle() {
        return underWay.isEmpty();
    }

    private int silentScans(OpenIntent intent, @Nullable Long heartbeat) {
        if (watched == null) {
            return files.database() == null || intent.owner().equals(replica.id()) ? 0 : SILENT_SCANS;
        }
        Watched before = watched.get(intent.sequence());
        boolean silent = intent.owner().equals(replica.id())
                ? !replica.isAtWorkOn(intent.sequence())
                : before != null && Objects.equals(before.heartbeat(), heartbeat);
        return silent && before != null ? before.silentScans() + 1 : 0;
    }

    private void handle(Watched abandoned) {
        long sequence = abandoned.intent().sequence();
        boolean goesOn = false;
        try {
            Optional<AuditRecord> record = reader.find(sequence);
            if (record.isEmpty()) {
                log.warn("The record of intent {} is missing from the audit trail", sequence);
                intents.drop(sequence);
                return;
            }
            Entry intent = record.get().entry();
            Optional<AbandonedWrite> write =
                    AbandonedWrite.of(intent, abandoned.intent().sends(), target -> later(reader, sequence, target));
            Optional<ReadBack> readBack = write.flatMap(this::readBack);
            if (readBack.isEmpty() || abandoned.silentScans() >= LAST_SCAN) {
                close(
                        sequence,
                        intent,
                        Outcome.UNKNOWN,
                        null,
                        () -> write.ifPresent(unknown -> readBacks.forEach(each -> each.goOn(unknown))));
            } else {
                askers.execute(LoggedRequest.wrap(
                        intent.origin().requestId(), () -> readBack(sequence, intent, write.get(), readBack.get())));
            }
            goesOn = true;
        } finally {
            if (!goesOn) {
                underWay.remove(sequence);
            }
        }
    }

    /** What was done to an endpoint after the intent of a write of it. */
    static AbandonedWrite.Later later(TrailReader reader, long sequence, Target endpoint) {
        if (endpoint.interfaceEndpointId() == null) {
            return AbandonedWrite.Later.NOTHING;
        }
        TrailFilter all = TrailFilter.ALL.endpoint(endpoint);
        if (!reader.isAny(sequence, all.intents())) {
            return AbandonedWrite.Later.NOTHING;
        }
        TrailFilter additions = all.successes()
                .actions(Action.ENDPOINT_ADD, Action.ENDPOINT_ENSURE)
                .statusIsNot(200);
        return reader.isAny(sequence, additions)
                        && !reader.isAny(sequence, all.intents().actions(Action.ENDPOINT_REMOVE))
                ? AbandonedWrite.Later.ADDED
                : AbandonedWrite.Later.OTHER;
    }

    private Optional<ReadBack> readBack(AbandonedWrite write) {
        return readBacks.stream().filter(each -> each.covers(write.action())).findFirst();
    }

    private void readBack(long sequence, Entry intent, AbandonedWrite write, ReadBack readBack) {
        ReadBack.Finding finding = new ReadBack.Finding.Unclear();
        try {
            finding = readBack.read(write);
        } catch (LinkgateException e) {
            log.info(
                    "Could not read back the write of intent {}: {}",
                    sequence,
                    e.failure().code());
        } catch (RuntimeException e) {
            log.warn("Could not read back the write of intent {}", sequence, e);
        } finally {
            switch (finding) {
                case ReadBack.Finding.Done done ->
                    close(sequence, intent, Outcome.succeeded(done.status()), done.change(), () -> {});
                case ReadBack.Finding.NotDone notDone -> close(sequence, intent, Outcome.NOT_DONE, null, () -> {});
                case ReadBack.Finding.Unclear unclear -> underWay.remove(sequence);
            }
        }
    }

    /** @param next what only the replica does that has closed it */
    private void close(long sequence, Entry intent, Outcome outcome, @Nullable TableChange change, Runnable next) {
        Entry end = intent.endedBy(clock.instant(), outcome);
        records.add(PendingRecord.closingIfOpen(sequence, end).changing(change, seals))
                .whenEnded(receipt ->
                        askers.execute(LoggedRequest.wrap(intent.origin().requestId(), () -> {
                            if (receipt.isPresent()) {
                                log.info(
                                        "Closed the abandoned intent {} with the outcome {}",
                                        sequence,
                                        outcome.result());
                                next.run();
                            }
                            underWay.remove(sequence);
                        })));
    }

    @Override
    public void start() {
        task.start();
    }

    @Override
    public void stop() {
        task.stop();
        askers.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return task.isRunning();
    }

    private Duration scanAgain() {
        scan();
        return Heartbeat.INTERVAL;
    }
}
