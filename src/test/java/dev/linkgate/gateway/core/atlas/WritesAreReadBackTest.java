package dev.linkgate.gateway.core.atlas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.trail.audit.Intents;
import dev.linkgate.sandbox.fault.Fault;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The answer to a write must match its result at Atlas, even if Atlas's answer was lost. */
@ParameterizedClass
@EnumSource(AtlasSettings.Api.class)
class WritesAreReadBackTest {

    private static final int MAX_TRIES = 4;
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final Fault WELCOME = Fault.answer(200, Map.of("Content-Type", "text/html"), "<html>Welcome</html>");
    private static final Fault UNKNOWN_CONFLICT = Fault.error(409, "SOMETHING_NEW", "No.");

    @AutoClose
    private final AtlasFixture atlas;

    WritesAreReadBackTest(AtlasSettings.Api api) {
        this.atlas = new AtlasFixture(api);
    }

    /**
     * What Atlas answers to the tries of a write and to those of reading it back, and what comes of it.
     *
     * @param told the problem; null if the write succeeds
     * @param sent how often the write came to Atlas
     * @param done how often it was carried out
     */
    private record Case(
            String name,
            List<Fault> writes,
            List<Fault> reads,
            @Nullable ProblemCode told,
            int sent,
            int done) {

        Case(String name, Fault write, @Nullable ProblemCode told, int sent, int done) {
            this(name, List.of(write), List.of(), told, sent, done);
        }

        Case reading(Fault... faults) {
            return new Case(name, writes, List.of(faults), told, sent, done);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Fault> always(Fault fault) {
        return Collections.nCopies(2 * MAX_TRIES, fault);
    }

    static Stream<Case> additions() {
        Fault lost = Fault.reset().afterApplying();
        Fault limited = Fault.rateLimited(Duration.ZERO);
        Fault failing = answer(503, "");
        Fault notYet = Fault.error(404, "PRIVATE_ENDPOINT_NOT_FOUND", "Not yet.");
        Stream<Case> failures = Stream.of(
                new Case("500, but done", answer(500, "<html>").afterApplying(), null, 1, 1),
                new Case("500 once", answer(500, ""), null, 2, 1),
                new Case(
                        "500 always", always(answer(500, "")), List.of(), ProblemCode.ATLAS_UNAVAILABLE, MAX_TRIES, 0));
        // Atlas may still carry out the first copy.
        Stream<Case> refusals = Stream.of(
                        Fault.answer(503, Map.of("Retry-After", "600"), ""),
                        Fault.rateLimited(Duration.ofMinutes(10)),
                        Fault.error(409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", "Not ready."),
                        Fault.error(403, "ACCESS_FORBIDDEN", "Forbidden."))
                .map(refusal -> new Case(
                        "vanished, then " + refusal,
                        List.of(Fault.reset(), refusal),
                        List.of(),
                        ProblemCode.OUTCOME_UNKNOWN,
                        2,
                        0));
        Stream<Case> others = Stream.of(
                new Case("unanswered, but done", lost, null, 1, 1),
                new Case("vanished", Fault.reset(), null, 2, 1),
                // The second is told that it exists.
                new Case("seen late", lost, null, 2, 1).reading(notYet),
                new Case("seen late after a failure", answer(504, "").afterApplying(), null, 2, 1).reading(notYet),
                new Case(
                        "vanishes always", always(Fault.reset()), List.of(), ProblemCode.OUTCOME_UNKNOWN, MAX_TRIES, 0),
                new Case(
                        "tries of both kinds",
                        List.of(limited, failing, limited, failing, limited, failing, limited, failing),
                        List.of(),
                        ProblemCode.ATLAS_UNAVAILABLE,
                        MAX_TRIES,
                        0),
                new Case("unreadably", answer(500, "").afterApplying(), ProblemCode.OUTCOME_UNKNOWN, 1, 1)
                        .reading(always(answer(500, "")).toArray(Fault[]::new)),
                new Case("half a body", Fault.answer(201, JSON, "{\"interf").afterApplying(), null, 1, 1),
                new Case("a page", WELCOME, ProblemCode.OUTCOME_UNKNOWN, 1, 0),
                new Case(
                        "limit and upgrade",
                        List.of(limited, Fault.error(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "Upgrading.")),
                        List.of(),
                        null,
                        3,
                        1),
                new Case("an unknown conflict", UNKNOWN_CONFLICT, ProblemCode.ATLAS_CONFLICT, 1, 0));
        return Stream.of(failures, refusals, others).flatMap(Function.identity());
    }

    @ParameterizedTest
    @MethodSource("additions")
    void theAnswerToAnAdditionIsTrue(Case one) {
        assertTrueAnswer(
                one, "POST", () -> assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW));
    }

    static Stream<Case> removals() {
        return Stream.of(
                new Case("unanswered, but done", Fault.reset().afterApplying(), null, 1, 1),
                new Case("500 once", answer(500, ""), null, 2, 1),
                new Case("500 always", always(answer(500, "")), List.of(), ProblemCode.ATLAS_UNAVAILABLE, MAX_TRIES, 0),
                new Case("vanished", Fault.reset(), ProblemCode.OUTCOME_UNKNOWN, 1, 0),
                new Case("a page", WELCOME, ProblemCode.OUTCOME_UNKNOWN, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void theAnswerToARemovalIsTrue(Case one) {
        assertTrueAnswer(one, "DELETE", atlas::remove);
    }

    private void assertTrueAnswer(Case one, String method, Runnable write) {
        atlas.faults(method, one.writes().toArray(Fault[]::new));
        atlas.faults("GET", one.reads().toArray(Fault[]::new));

        if (one.told() == null) {
            write.run();
        } else {
            assertThat(refusal(write)).isEqualTo(one.told());
        }

        assertThat(atlas.requestsOf(method)).as("sent").isEqualTo(one.sent());
        assertThat(atlas.writes()).as("done").isEqualTo(one.done());
    }

    /** The first try may still be on its way, so what became of it is not known. */
    @Test
    void aWriteIsNotSentAgainWhenItsRightHasEndedAndStaysUnknown() {
        atlas.faults("POST", Fault.reset());

        WriteResult<Endpoint> result = addWhileNotSent();

        assertThat(result).isInstanceOf(WriteResult.Unknown.class);
        assertThat(atlas.requestsOf("POST")).isEqualTo(1);
        assertThat(atlas.writes()).isZero();
    }

    @Test
    void aRefusedWriteIsNotSentAgainWhenItsRightHasEnded() {
        atlas.faults("POST", Fault.rateLimited(Duration.ZERO));

        WriteResult<Endpoint> result = addWhileNotSent();

        assertThat(result).isInstanceOf(WriteResult.NotSent.class);
        assertThat(result.failure().map(Failure::code)).contains(ProblemCode.FORBIDDEN);
        assertThat(atlas.requestsOf("POST")).isEqualTo(1);
        assertThat(atlas.writes()).isZero();
    }

    @Test
    void aWriteThatWasDoneIsFoundAfterItsRightHasEnded() {
        atlas.faults("POST", Fault.reset().afterApplying());

        assertThat(addWhileNotSent()).isInstanceOf(WriteResult.Applied.class);
        assertThat(atlas.requestsOf("POST")).isEqualTo(1);
    }

    /** Its right ends with its first try. */
    private WriteResult<Endpoint> addWhileNotSent() {
        Right right = () -> atlas.requestsOf("POST") == 0
                ? new Right.Held()
                : new Right.Ended(Failure.of(ProblemCode.FORBIDDEN, "no more"));
        return Requests.add(atlas.project(), AtlasFixture.NEW, Intents.with(right));
    }

    @Test
    void endpointOfOthersExistsAfterARateLimit() {
        atlas.add();
        atlas.faults("POST", Fault.rateLimited(Duration.ZERO));

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ENDPOINT_EXISTS);
    }

    @Test
    void linkExplainsAnUnknownConflict() {
        atlas.add();
        atlas.faults("POST", UNKNOWN_CONFLICT);

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ENDPOINT_EXISTS);
    }

    private static Fault answer(int status, String body) {
        return Fault.answer(status, Map.of(), body);
    }

    private static ProblemCode refusal(Runnable work) {
        return catchThrowableOfType(LinkgateException.class, work::run)
                .failure()
                .code();
    }
}
