package dev.linkgate.gateway.feature.auditing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.audit.AuditFixture;
import dev.linkgate.gateway.core.trail.read.ScanExecutors;
import dev.linkgate.gateway.core.trail.read.Selection;
import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.web.DelegatingServletOutputStream;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

/** Long reads of the trail beside each other, on each database. Callers are virtual threads, as requests are. */
@Timeout(120)
@OnEachDatabase
class ScanExecutorsTest {

    private static final Actor PAYMENTS = Actor.team("payments", "k1");
    private static final Actor LEDGER = Actor.team("ledger", "k2");
    private static final Actor ADA = Actor.administrator("ada", "k3", false);
    private static final Actor BOB = Actor.administrator("bob", "k4", false);
    private static final Actor CAROL = Actor.administrator("carol", "k5", false);

    private final AuditFixture audit;
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<String> order = new CopyOnWriteArrayList<>();

    ScanExecutorsTest(TestDatabase database) {
        audit = new AuditFixture(database);
    }

    @AfterEach
    void close() {
        release.countDown();
        audit.close();
    }

    @Test
    void aLongReadOfAVirtualThreadIsAFault() {
        assertThatThrownBy(inVirtualThread(() -> audit.reader.newestFirst(Selection.ALL, 9, 9))::get)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(inVirtualThread(() -> audit.reader.filter(Selection.ALL))::get)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void scansOfOthersComeBetweenThoseOfALongRead() throws Exception {
        Future<?> long_ = inVirtualThread(() -> {
            RequestContext context = context(PAYMENTS);
            audit.threads.begin(context, () -> hold("payments begins"));
            return audit.threads.proceed(context, () -> note("payments goes on"));
        });
        Patience.until(() -> order.contains("payments begins"));
        Future<?> short_ = inVirtualThread(() -> audit.threads.begin(context(LEDGER), () -> note("ledger")));
        Patience.until(() -> audit.threads.waiting() == 1);
        release.countDown();
        long_.get();
        short_.get();

        assertThat(order).containsExactly("payments begins", "ledger", "payments goes on");
    }

    @Test
    void aQueryThatFindsNoTurnIs429() throws Exception {
        ScanExecutors hasty = new ScanExecutors(Duration.ZERO, Duration.ZERO);
        TrailScans scans = new TrailScans(audit.reader, hasty);
        Future<?> busy = inVirtualThread(() -> hasty.begin(context(PAYMENTS), () -> hold("busy")));
        Patience.until(() -> order.contains("busy"));

        assertThatThrownBy(() -> scans.page(context(LEDGER), query(5))).satisfies(ScanExecutorsTest::isRateLimited);
        assertThatThrownBy(() -> scans.page(context(ADA), query(5))).satisfies(ScanExecutorsTest::isRateLimited);
        assertThat(scans.page(context(Actor.ADMINISTRATOR), query(5)).page().records())
                .isEmpty();
        release.countDown();
        busy.get();
        assertThat(scans.page(context(LEDGER), query(5)).page().records()).isEmpty();
        hasty.close();
    }

    @Test
    void aLongReadEndsWithItsClient() {
        RequestContext left = context(PAYMENTS);
        left.waiting().addCondition(() -> false);

        assertThatThrownBy(() -> audit.verifier().verify(withRecords(left), 0))
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        ended -> assertThat(ended.failure().code()).isEqualTo(ProblemCode.OVERLOADED));
    }

    @Test
    void twoAdministratorsExportAtOnceEachOnce() throws Exception {
        audit.write(300);
        TrailExport export = new TrailExport(
                audit.reader, audit.scans, audit.trail, JsonMapper.builder().build());
        Future<Integer> ofAda = inVirtualThread(() -> export(export, ADA, this::awaitRelease));
        Future<Integer> ofBob = inVirtualThread(() -> export(export, BOB, this::awaitRelease));
        Patience.until(() -> order.size() == 2);

        assertThatThrownBy(() -> export(export, ADA, () -> {})).satisfies(ScanExecutorsTest::isRateLimited);
        assertThatThrownBy(() -> export(export, CAROL, () -> {})).satisfies(ScanExecutorsTest::isRateLimited);
        assertThat(export(export, Actor.ADMINISTRATOR, () -> {})).isGreaterThanOrEqualTo(300);
        assertThat(inVirtualThread(() -> audit.scans
                                .page(context(LEDGER), query(5))
                                .page()
                                .records())
                        .get())
                .as("slow readers hold no thread of the database")
                .hasSize(5);
        release.countDown();
        assertThat(ofAda.get()).isGreaterThanOrEqualTo(300);
        assertThat(ofBob.get()).isGreaterThanOrEqualTo(300);
    }

    private RequestContext withRecords(RequestContext context) {
        try {
            audit.write(3);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return context;
    }

    /** @return the number of lines */
    private int export(TrailExport export, Actor actor, Runnable whenClientReads) {
        int[] lines = new int[1];
        OutputStream counting = new OutputStream() {
            private boolean begun;

            @Override
            public void write(int b) {
                if (!begun) {
                    begun = true;
                    whenClientReads.run();
                }
                lines[0] += b == '\n' ? 1 : 0;
            }
        };
        try {
            export.write(
                    context(actor),
                    AuditQuery.ofExport(TestVocabulary.ALL, new MockHttpServletRequest()),
                    new MockHttpServletResponse() {
                        @Override
                        public ServletOutputStream getOutputStream() {
                            return new DelegatingServletOutputStream(counting);
                        }
                    });
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return lines[0];
    }

    private void awaitRelease() {
        hold("reading");
    }

    private String hold(String name) {
        order.add(name);
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return name;
    }

    private String note(String name) {
        order.add(name);
        return name;
    }

    private static void isRateLimited(Throwable refused) {
        assertThat(refused)
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED));
    }

    private static AuditQuery query(int limit) {
        return new AuditQuery(Selection.ALL, Long.MAX_VALUE, limit, AuditQuery.Count.NEVER);
    }

    private static <T> Future<T> inVirtualThread(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static RequestContext context(Actor actor) {
        RequestContext context = AuditFixture.context(receipt -> {});
        context.identified(actor);
        return context;
    }
}
