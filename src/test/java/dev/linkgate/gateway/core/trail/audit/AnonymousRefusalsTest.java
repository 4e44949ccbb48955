package dev.linkgate.gateway.core.trail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Unknown callers get {@link #OWN} records an address and minute, and one for the rest. */
@OnEachDatabase
class AnonymousRefusalsTest {

    private static final int OWN = 3;
    private static final String HOST = "192.0.2.8";
    private static final Target OTHER = Target.project(new ProjectId("aaaaaaaaaaaaaaaaaaaaaaaa"));

    @AutoClose
    private final AuditFixture audit;

    private int requests;

    AnonymousRefusalsTest(TestDatabase database) {
        audit = new AuditFixture(database.asNew(AnonymousRefusalsTest.class), AuditFixture.SETTINGS);
    }

    @Test
    void furtherRefusalsShareOneRecord() {
        refuse(OWN + 1_000, HOST);
        awaitRecords();
        assertThat(entries()).hasSize(OWN);
        assertThat(audit.dataSource.commits).hasValueLessThanOrEqualTo(OWN + 1);

        aMinuteLater();

        assertThat(entries()).hasSize(OWN + 1);
        Entry sum = entries().getLast();
        assertThat(sum.origin().requestId()).isEqualTo("req-" + (OWN + 1));
        assertThat(sum.origin().remoteAddress()).isEqualTo(HOST);
        assertThat(sum.subject().projectId()).isEqualTo(AuditFixture.PROJECT.value());
        assertThat(sum.facts())
                .isEqualTo(Entry.Facts.NONE
                        .ended("REFUSED", 401L, "unauthenticated")
                        .sent(0L, null));
        assertThat(sum.details())
                .isEqualTo(Entry.Details.USUAL.attempting("GET /projects").counting(1_000));
        assertThat(audit.verify().valid()).isTrue();
    }

    @Test
    void sharedRecordHasOnlyCommonParts() {
        refuse(OWN + 1, HOST);
        RequestContext context = audit.anonymousContext("other", HOST);
        context.noteTarget(OTHER);
        audit.trail.refused(context, Failure.of(ProblemCode.INVALID_REQUEST, "a bad path"), "PUT none");

        aMinuteLater();

        Entry sum = entries().getLast();
        assertThat(sum.subject()).isEqualTo(new Entry.Subject(null, null, null));
        assertThat(sum.facts())
                .isEqualTo(Entry.Facts.NONE.ended("REFUSED", null, null).sent(0L, null));
        assertThat(sum.details()).isEqualTo(Entry.Details.USUAL.counting(2));
    }

    @Test
    void aNewMinuteBeginsAnew() {
        refuse(OWN + 1, HOST);
        aMinuteLater();
        assertThat(refused(HOST)).isTrue();
    }

    @Test
    void addressesAreCountedApart() {
        refuse(OWN + 2, HOST);
        refuse(OWN + 3, "192.0.2.9");
        aMinuteLater();
        assertThat(sums()).containsExactlyInAnyOrder(HOST + " 2", "192.0.2.9 3");
    }

    @Test
    void allAddressesOfAnIpv6NetworkAreOne() {
        for (int i = 0; i < OWN + 7; i++) {
            refused("2001:db8:0:1:0:0:0:" + i);
        }
        aMinuteLater();
        assertThat(entries()).hasSize(OWN + 1);
        assertThat(sums()).containsExactly("2001:db8:0:1::/64 7");
    }

    @Test
    void nothingIsLostWhileTheStoreFails() {
        audit.dataSource.failing = true;
        refuse(OWN + 5, HOST);
        aMinuteLater();
        audit.dataSource.failing = false;
        assertThat(audit.records()).isEmpty();
        aMinuteLater();
        assertThat(refusals()).isEqualTo(OWN + 5);
    }

    @Test
    void lateLossIsCounted() throws Exception {
        CountDownLatch gate = audit.dataSource.hang();
        refused(HOST);
        audit.dataSource.failing = true;
        gate.countDown();
        audit.record(AuditFixture.entry("behind it"), Duration.ofSeconds(20));
        audit.dataSource.failing = false;
        aMinuteLater();
        assertThat(refusals()).isEqualTo(1);
    }

    @Test
    void excessAddressesShareARecord() {
        int beyond = 50;
        for (int i = 0; i < AnonymousRefusals.MAX_ADDRESSES + beyond; i++) {
            refuse(OWN, "10.0." + i / 256 + "." + i % 256);
        }
        audit.anonymous.close();
        audit.log.close();

        List<Entry> entries = entries();
        assertThat(entries)
                .filteredOn(entry -> entry.origin().remoteAddress().equals(AnonymousRefusals.OTHERS))
                .singleElement()
                .satisfies(entry -> assertThat(entry.details())
                        .isEqualTo(
                                Entry.Details.USUAL.attempting("GET /projects").counting((long) beyond * OWN)));
        assertThat(entries)
                .as("no more own records than of so many addresses, and a sum for each of the rest")
                .hasSizeLessThanOrEqualTo(OWN * AnonymousRefusals.FULL_SHARES + AnonymousRefusals.MAX_ADDRESSES + 1);
        assertThat(refusals()).isEqualTo((long) (AnonymousRefusals.MAX_ADDRESSES + beyond) * OWN);
    }

    @Test
    void concurrentRefusalsAreCountedOnce() {
        int callers = 8;
        int each = 150;
        long seed = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < callers; caller++) {
                RandomGenerator random =
                        RandomGeneratorFactory.of("L64X128MixRandom").create(seed + caller);
                threads.execute(() -> refuseAtRandom(each, random));
            }
        }
        audit.anonymous.close();
        audit.log.close();

        assertThat(refusals()).as("seed %d", seed).isEqualTo((long) callers * each);
        assertThat(audit.verify().valid()).isTrue();
    }

    /** Refuses requests from a few addresses, while minutes end and the store fails now and then. */
    private void refuseAtRandom(int number, RandomGenerator random) {
        for (int i = 0; i < number; i++) {
            audit.dataSource.failing = random.nextInt(20) == 0;
            audit.trail.refused(
                    audit.anonymousContext("req", "192.0.2." + random.nextInt(5)),
                    Failure.of(ProblemCode.UNAUTHENTICATED, "no token"),
                    "GET /projects");
            if (random.nextInt(10) == 0) {
                aMinuteLater();
            }
        }
        audit.dataSource.failing = false;
    }

    private boolean refused(String remoteAddress) {
        requests++;
        RequestContext context = audit.anonymousContext("req-" + requests, remoteAddress);
        context.noteTarget(Target.project(AuditFixture.PROJECT));
        return audit.trail.refused(context, Failure.of(ProblemCode.UNAUTHENTICATED, "no token"), "GET /projects");
    }

    private void refuse(int number, String remoteAddress) {
        for (int i = 0; i < number; i++) {
            refused(remoteAddress);
        }
    }

    private void aMinuteLater() {
        audit.clock.advance(Duration.ofMinutes(1));
        audit.anonymous.everySecond();
        awaitRecords();
    }

    /** Waits until all records before this one in the queue are stored or lost. */
    private void awaitRecords() {
        audit.record(AuditFixture.entry("a mark"), Duration.ofSeconds(20));
    }

    private List<Entry> entries() {
        return audit.records().stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.action().equals("request.refused"))
                .toList();
    }

    private long refusals() {
        return entries().stream().mapToLong(AnonymousRefusalsTest::count).sum();
    }

    private List<String> sums() {
        return entries().stream()
                .filter(entry -> count(entry) > 1)
                .map(entry -> entry.origin().remoteAddress() + " " + count(entry))
                .toList();
    }

    private static long count(Entry entry) {
        return Objects.requireNonNull(Objects.requireNonNull(entry.details()).count());
    }
}
