package dev.linkgate.gateway.feature.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.gateway.feature.limits.connections.ClientConnections;
import jakarta.servlet.ServletConnection;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AdmissionFilterTest {

    private static final Actor TEAM = Actor.team("payments", "key-1");
    private static final int ANONYMOUS_A_MINUTE = 5;

    private final MemoryWatch memory = new MemoryWatch();
    private final TeamQuota requests = new TeamQuota("requests", 8);
    private final TeamQuota waits = new TeamQuota("waiting requests", 4);
    private final AdmissionFilter filter = new AdmissionFilter(
            new UnknownCallers(RouteList.openPaths("/", "/problems", "/livez", "/readyz"), ANONYMOUS_A_MINUTE),
            request -> request.getRequestURI().startsWith("/api/atlas/") ? Duration.ofMinutes(1) : Duration.ZERO,
            new ClientConnections(64, 32, address -> false, Duration.ofSeconds(10)),
            memory,
            requests,
            waits);

    @Test
    void unknownCallersAreShedFirst() {
        memory.measured(0.81);
        assertThatThrownBy(ask(Actor.ANONYMOUS)).hasMessageContaining("overloaded");
        assertThat(ask(TEAM)).satisfies(AdmissionFilterTest::passes);
        assertThat(waiting(TEAM)).satisfies(AdmissionFilterTest::passes);
    }

    @Test
    void waitsAreShedNextAndRunningOnesEnd() throws Throwable {
        RequestContext early = context(TEAM, "192.0.2.1");
        pass(early, "/projects", true);
        assertThat(early.waiting().mayContinue()).isTrue();

        memory.measured(0.87);

        assertThat(early.waiting().mayContinue()).isFalse();
        assertThatThrownBy(waiting(TEAM)).hasMessageContaining("overloaded");
        assertThat(ask(TEAM)).satisfies(AdmissionFilterTest::passes);
    }

    @Test
    void theAdministratorIsNeverShed() {
        memory.measured(0.99);
        assertThatThrownBy(ask(TEAM)).hasMessageContaining("overloaded");
        assertThat(waiting(Actor.ADMINISTRATOR)).satisfies(AdmissionFilterTest::passes);
    }

    @Test
    void probesAreAnsweredInAnyState() throws Throwable {
        memory.measured(0.99);
        for (int i = 0; i < 100; i++) {
            pass(context(Actor.ANONYMOUS, "192.0.2.1"), "/livez", false);
            pass(context(Actor.ANONYMOUS, "192.0.2.1"), "/readyz", false);
        }
    }

    /** Its client may send its next requests before it reads, so that there is never a moment to close it. */
    @Test
    void aTeamWithThreeQuartersOfTheConnectionsKeepsNoMore() throws Throwable {
        for (int i = 0; i < 48; i++) {
            assertThat(let(on("own " + i, "/projects"), context(TEAM, "192.0.2.1"), () -> {})
                            .getHeader("Connection"))
                    .isNull();
        }
        assertThat(let(on("another", "/projects"), context(TEAM, "192.0.2.2"), () -> {})
                        .getHeader("Connection"))
                .isEqualTo("close");
        assertThat(let(on("own 1", "/projects"), context(TEAM, "192.0.2.1"), () -> {})
                        .getHeader("Connection"))
                .isEqualTo("close");
        assertThat(let(on("of others", "/projects"), context(Actor.team("orders", "key-2"), "192.0.2.1"), () -> {})
                        .getHeader("Connection"))
                .isNull();
    }

    /** The probes are sent in a loop without a pause; the cluster's own probe may come from the same address. */
    @Test
    void probesWithoutAPauseLoseTheirConnectionAndAreAnswered() throws Throwable {
        RequestContext context = context(Actor.ANONYMOUS, "192.0.2.1");
        for (int i = 0; i < 600; i++) {
            assertThat(let(new MockHttpServletRequest("GET", "/readyz"), context, () -> {})
                            .getHeader("Connection"))
                    .isNull();
        }
        AtomicBoolean answered = new AtomicBoolean();
        assertThat(let(new MockHttpServletRequest("GET", "/livez"), context, () -> answered.set(true))
                        .getHeader("Connection"))
                .isEqualTo("close");
        assertThat(answered).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/projects", "/problems"})
    void manyAddressesTogetherAreLimitedToo(String path) {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 10 * ANONYMOUS_A_MINUTE; i++) {
                        pass(context(Actor.ANONYMOUS, "192.0.2." + i), path, false);
                    }
                })
                .hasMessageContaining("rate-limited");
    }

    /** Each request of some clients by Digest begins with one without credentials. */
    @Test
    void challengesAreCountedApartUnlikeWrongAnswers() throws Throwable {
        for (int i = 0; i < 10 * ANONYMOUS_A_MINUTE; i++) {
            passUnknown(null);
        }
        assertThatThrownBy(() -> passUnknown(null)).hasMessageContaining("rate-limited");
        for (int i = 0; i < ANONYMOUS_A_MINUTE; i++) {
            passUnknown("Digest username=\"nobody\"");
        }
        assertThatThrownBy(() -> passUnknown("Digest username=\"nobody\"")).hasMessageContaining("rate-limited");
    }

    private void passUnknown(@Nullable String authorization) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/atlas/v2/groups");
        RequestedApi.note(request);
        if (authorization != null) {
            request.addHeader("Authorization", authorization);
        }
        let(request, context(Actor.ANONYMOUS, "192.0.2.1"), () -> {});
    }

    @Test
    void aRequestThatWaitsForItsNextTryCountsAsWaiting() throws Throwable {
        RequestContext context = context(TEAM, "192.0.2.1");
        AtomicBoolean refused = new AtomicBoolean();
        AtomicLong waiting = new AtomicLong(-1);
        pass(context, "/api/atlas/v2", false, () -> {
            context.waiting().addCondition(() -> {
                waiting.set(waits.used());
                return true;
            });
            assertThat(context.waiting().retrying(() -> refusedOnce(refused))).isEqualTo("done");
        });

        assertThat(waiting).as("during the pause").hasValue(1);
        assertThat(requests.used() + waits.used()).isZero();
    }

    @Test
    void aRequestThatMayWaitWaitsForAPlaceToo() {
        for (int i = 0; i < 6; i++) {
            requests.take(TEAM);
        }
        RequestContext context = context(TEAM, "192.0.2.1");
        AtomicLong waiting = new AtomicLong();
        context.waiting().addCondition(() -> {
            waiting.set(waits.used());
            return false; // the caller leaves
        });

        assertThatThrownBy(() -> pass(context, "/api/atlas/v2", false)).hasMessageContaining("rate-limited");

        assertThat(waiting).hasValue(1);
        assertThat(waits.used()).isZero();
    }

    @Test
    void anUnknownCallerDoesNotWait() throws Throwable {
        RequestContext context = context(Actor.ANONYMOUS, "192.0.2.1");
        pass(
                context,
                "/api/atlas/v2",
                false,
                () -> assertThat(context.waiting().mayRetry()).isFalse());
    }

    @Test
    void ofTheOwnApiARefusalIsAnsweredAtOnce() throws Throwable {
        RequestContext context = context(TEAM, "192.0.2.1");
        pass(
                context,
                "/projects",
                false,
                () -> assertThat(context.waiting().mayRetry()).isFalse());
    }

    /** The pause is longer than the second after which its conditions are checked. */
    private static String refusedOnce(AtomicBoolean refused) {
        if (!refused.getAndSet(true)) {
            throw Failure.of(ProblemCode.RATE_LIMITED, "the limit of Atlas")
                    .retryAfter(Duration.ofMillis(1_100))
                    .toException();
        }
        return "done";
    }

    private static void passes(ThrowingCallable request) {
        try {
            request.call();
        } catch (Throwable refused) {
            throw new AssertionError(refused);
        }
    }

    private ThrowingCallable ask(Actor actor) {
        return () -> pass(context(actor, "192.0.2.1"), "/projects", false);
    }

    private ThrowingCallable waiting(Actor actor) {
        return () -> pass(context(actor, "192.0.2.1"), "/projects", true);
    }

    private static RequestContext context(Actor actor, String address) {
        RequestContext context = new RequestContext("request-1", address, null, receipt -> {});
        context.identified(actor);
        return context;
    }

    private void pass(RequestContext context, String path, boolean waits) throws Throwable {
        pass(context, path, waits, () -> {});
    }

    private void pass(RequestContext context, String path, boolean waits, Runnable work) throws Throwable {
        MockHttpServletRequest request = on("1", path);
        if (waits) {
            request.addHeader("Prefer", "respond-async, Wait=10");
        }
        let(request, context, work);
    }

    private static MockHttpServletRequest on(String connection, String path) {
        return new MockHttpServletRequest("GET", path) {
            @Override
            public ServletConnection getServletConnection() {
                return new OneConnection(connection);
            }
        };
    }

    private MockHttpServletResponse let(MockHttpServletRequest request, RequestContext context, Runnable work)
            throws Exception {
        MockHttpServletResponse response = new MockHttpServletResponse();
        CurrentContext.set(request, context);
        try (RequestAccount account = new RequestAccount(context, new TeamQuota("bytes", 8_000))) {
            account.noteIn(request);
            filter.doFilter(request, response, (passed, answer) -> work.run());
        }
        return response;
    }

    private record OneConnection(String getConnectionId) implements ServletConnection {

        @Override
        public String getProtocol() {
            return "http/1.1";
        }

        @Override
        public String getProtocolConnectionId() {
            return "";
        }

        @Override
        public boolean isSecure() {
            return false;
        }
    }
}
