package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Samples;
import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Phase;
import dev.linkgate.wire.Relay;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Replicas that append to one chain on PostgreSQL, over networks that stop and break in the middle. */
class SharedChainTest {

    private static final int WRITERS = 4;
    private static final int APPENDS = 40;

    private final String url = TestDatabase.POSTGRESQL.migratedUrl();
    private final int port = URI.create(url.substring("jdbc:".length())).getPort();
    private final DataSource database = source(port);
    private final AuditFixture audit = new AuditFixture(database, AuditFixture.SETTINGS);
    private final ChainWriter other = writer(database, new WriteNotifications(TestVocabulary.ALL));
    private final AtomicInteger ids = new AtomicInteger();

    @AfterEach
    void close() {
        other.release();
        audit.close();
    }

    /** Wherever it stops, but between the last two of its 1,500 bytes or so. */
    @Test
    void replicaThatStopsInTheMiddleOfAnAppendHoldsUpNobody() throws Exception {
        long size;
        try (Relay relay = new Relay(port)) {
            ChainWriter writer = writer(relay);
            append(writer, event());
            long before = relay.passed();
            append(writer, event());
            size = relay.passed() - before;
            writer.release();
        }
        List<Receipt> receipts = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int tenth = 0; tenth < 10; tenth++) {
                try (Relay relay = new Relay(port)) {
                    ChainWriter stopping = writer(relay);
                    receipts.addAll(append(stopping, event()));
                    relay.holdAfter(size * tenth / 10);
                    Future<List<Receipt>> held = threads.submit(() -> append(stopping, event()));
                    relay.awaitHold();

                    receipts.addAll(append(audit.writer, event()));
                    assertThat(held).isNotDone();

                    relay.release();
                    receipts.addAll(held.get());
                    stopping.release();
                }
            }
        }
        assertThat(receipts).hasSize(3 * 10);
        assertThat(stored()).hasSize(2 + 3 * 10).containsAll(receipts);
        assertThat(audit.verify()).isEqualTo(audit.valid());
    }

    /** Each record is there whose caller was told so; the record of another caller may be there. */
    @Test
    void writersWhoseNetworksBreakMakeOneChainOfAllReceipts() {
        Samples.check(
                1,
                random -> IntStream.range(0, WRITERS)
                        .mapToObj(i -> random.nextLong())
                        .toList(),
                seeds -> {
                    List<Receipt> receipts = new ArrayList<>();
                    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                        List<Future<List<Receipt>>> writers = seeds.stream()
                                .map(seed -> threads.submit(() -> appends(new SplittableRandom(seed))))
                                .toList();
                        for (Future<List<Receipt>> each : writers) {
                            receipts.addAll(each.get());
                        }
                    }

                    assertThat(receipts).hasSizeGreaterThan(WRITERS);
                    assertThat(stored()).doesNotHaveDuplicates().containsAll(receipts);
                    assertThat(audit.verify()).isEqualTo(audit.valid());
                    assertThat(audit.openIntents.all().stream().map(OpenIntents.OpenIntent::sequence))
                            .containsExactlyInAnyOrderElementsOf(intentsWithoutOutcome());
                });
    }

    /** Appends of one replica, whose network breaks now and then after some bytes. */
    private List<Receipt> appends(SplittableRandom random) throws IOException {
        List<Receipt> receipts = new ArrayList<>();
        Map<Long, Entry> open = new TreeMap<>();
        try (Relay relay = new Relay(port)) {
            ChainWriter writer = writer(relay);
            for (int i = 0; i < APPENDS; i++) {
                List<PendingRecord> batch = new ArrayList<>();
                for (int n = random.nextInt(1, 20); n > 0; n--) {
                    batch.add(
                            switch (random.nextInt(4)) {
                                case 0 -> intent();
                                case 1 -> event().onlyIf(() -> true);
                                default -> event();
                            });
                }
                open.forEach((intent, entry) -> batch.add(outcome(intent, entry)));
                open.clear();
                if (random.nextInt(3) == 0) {
                    relay.breakAfter(random.nextInt(20_000));
                }
                try {
                    List<Optional<Receipt>> stored = writer.append(batch);
                    for (int n = 0; n < batch.size(); n++) {
                        PendingRecord entry = batch.get(n);
                        stored.get(n).ifPresent(receipt -> {
                            receipts.add(receipt);
                            if (entry.isIntent()) {
                                open.put(receipt.sequence(), entry.entry());
                            }
                        });
                    }
                } catch (SQLException broken) {
                    // the callers were told that nothing is certain
                }
            }
            writer.release();
        }
        return receipts;
    }

    @Test
    void entryWithAConditionIsStoredWhenAllWritesBeforeItAreKnown() throws SQLException {
        append(audit.writer, event());
        AtomicInteger asked = new AtomicInteger();
        PendingRecord shared = event().onlyIf(() -> {
            if (asked.getAndIncrement() == 0) {
                append(other, intent());
            }
            return true;
        });

        assertThat(append(audit.writer, shared)).hasSize(1);
        assertThat(asked).as("asked before the write of another, and after it").hasValue(2);
    }

    /** A replica far away, among others that write all the time. */
    @Test
    void whatIsSharedIsVoidAtTheLastTry() throws SQLException {
        AtomicInteger missed = new AtomicInteger();
        WriteNotifications notifications = new WriteNotifications(TestVocabulary.ALL);
        notifications.subscribe(new CountsMissed(missed));
        ChainWriter far = writer(database, notifications);
        append(far, event());
        int before = missed.get();
        PendingRecord shared = event().onlyIf(() -> append(other, intent()).size() == 1 && missed.get() == before);
        PendingRecord own = event().onlyIf(() -> append(other, intent()).size() == 1);

        List<Receipt> receipts = append(far, shared, own);
        far.release();

        assertThat(receipts).hasSize(1);
        assertThat(audit.reader
                        .find(receipts.getFirst().sequence())
                        .orElseThrow()
                        .entry())
                .isEqualTo(own.entry());
        assertThat(missed).hasValue(before + 1);
    }

    private record CountsMissed(AtomicInteger count) implements WriteListener {

        @Override
        public void begun(Target target) {}

        @Override
        public void ended(Target target) {}

        @Override
        public void missed() {
            count.incrementAndGet();
        }
    }

    private ChainWriter writer(Relay relay) {
        return writer(source(relay.port()), new WriteNotifications(TestVocabulary.ALL));
    }

    private static ChainWriter writer(DataSource database, WriteNotifications notifications) {
        return new ChainWriter(database, AuditFixture.SETTINGS, new Replica(), notifications, new RollbackState());
    }

    private DataSource source(int viaPort) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url.replace(":" + port + "/", ":" + viaPort + "/"));
        return source;
    }

    /** The receipts of those that were stored. */
    private static List<Receipt> append(ChainWriter writer, PendingRecord... entries) {
        try {
            return writer.append(List.of(entries)).stream()
                    .flatMap(Optional::stream)
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private PendingRecord event() {
        return new PendingRecord(AuditFixture.entry("req-" + ids.incrementAndGet()));
    }

    private PendingRecord intent() {
        RequestContext context = new RequestContext("req-" + ids.incrementAndGet(), "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team("payments", "k1"));
        return new PendingRecord(
                Entry.of(AuditFixture.NOW, Phase.INTENT, context, Action.ENDPOINT_ADD, AuditFixture.ENDPOINT, null));
    }

    private static PendingRecord outcome(long intent, Entry entry) {
        return PendingRecord.closing(intent, entry.endedBy(AuditFixture.NOW, Outcome.succeeded(201)));
    }

    private List<Receipt> stored() {
        return audit.records().stream()
                .map(record -> new Receipt(record.sequence(), record.hash()))
                .toList();
    }

    private List<Long> intentsWithoutOutcome() {
        Map<String, Long> open = new HashMap<>();
        for (AuditRecord record : audit.records()) {
            String id = record.entry().origin().requestId();
            switch (Phase.valueOf(record.entry().phase())) {
                case INTENT -> open.put(id, record.sequence());
                case OUTCOME -> open.remove(id);
                case EVENT -> {}
            }
        }
        return List.copyOf(open.values());
    }
}
