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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a write must match its result at Atlas, even if Atlas's answer was lost. */
@ParameterizedClass
@EnumSource(AtlasSettings.Api.class)
class WritesAreReadBackTest {

    private static final int MAX_TRIES = 4;

    private final AtlasFixture atlas;

    WritesAreReadBackTest(AtlasSettings.Api api) {
        this.atlas = new AtlasFixture(api);
    }

    @AfterEach
    void close() {
        atlas.close();
    }

    @Test
    void unansweredWriteIsFoundAndNotRepeated() {
        atlas.faults("POST", Fault.reset().afterApplying());

        Endpoint added = atlas.add();

        assertThat(added.interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aWriteThatWasDoneButAnsweredWithAFailureIsFound(int status) {
        atlas.faults("POST", Fault.answer(status, Map.of(), "<html>").afterApplying());

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aWriteThatAtlasFailedToDoIsSentAgain(int status) {
        atlas.faults("POST", Fault.answer(status, Map.of(), ""));

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.writes()).isEqualTo(1);
        assertThat(atlas.requestsOf("POST")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void aWriteThatAtlasFailsToDoIsReportedAsNotDone(int status) {
        atlas.always("POST", Fault.answer(status, Map.of(), ""));

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
        assertThat(atlas.writes()).isZero();
    }

    @Test
    void sendsAnAdditionThatVanishedAgain() {
        atlas.faults("POST", Fault.reset());

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.requestsOf("POST")).isEqualTo(2);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void takesALateFirstCopyForTheAddition() {
        atlas.faults("POST", Fault.reset().afterApplying());
        atlas.faults("GET", Fault.error(404, "PRIVATE_ENDPOINT_NOT_FOUND", "Not yet."));

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.requestsOf("POST"))
                .as("the second is told that it exists")
                .isEqualTo(2);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void callsAnAdditionThatAlwaysVanishesUnknown() {
        atlas.always("POST", Fault.reset());

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(atlas.requestsOf("POST")).isEqualTo(MAX_TRIES);
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

    static Stream<Fault> refusals() {
        return Stream.of(
                Fault.answer(503, Map.of("Retry-After", "600"), ""),
                Fault.rateLimited(Duration.ofMinutes(10)),
                Fault.error(409, "PRIVATE_ENDPOINT_SERVICE_CANNOT_ACCEPT_ENDPOINTS", "Not ready."),
                Fault.error(403, "ACCESS_FORBIDDEN", "Forbidden."));
    }

    /** Atlas may still carry out the first copy. */
    @ParameterizedTest
    @MethodSource("refusals")
    void vanishedAdditionStaysUnknown(Fault refusal) {
        atlas.faults("POST", Fault.reset(), refusal);

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(atlas.requestsOf("POST")).isEqualTo(2);
    }

    @Test
    void countsTheTriesOfAWriteOnce() {
        Fault limited = Fault.rateLimited(Duration.ZERO);
        Fault failing = Fault.answer(503, Map.of(), "");
        atlas.faults("POST", limited, failing, limited, failing, limited, failing, limited, failing);

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
        assertThat(atlas.requestsOf("POST")).isEqualTo(MAX_TRIES);
    }

    @Test
    void endpointOfOthersExistsAfterARateLimit() {
        atlas.add();
        atlas.faults("POST", Fault.rateLimited(Duration.ZERO));

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ENDPOINT_EXISTS);
    }

    @Test
    void failedReadBackLeavesAWriteUnknown() {
        atlas.faults("POST", Fault.answer(500, Map.of(), "").afterApplying());
        atlas.always("GET", Fault.answer(500, Map.of(), ""));

        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
    }

    @Test
    void aSuccessWhoseBodyCannotBeReadIsASuccess() {
        atlas.faults(
                "POST",
                Fault.answer(201, Map.of("Content-Type", "application/json"), "{\"interf")
                        .afterApplying());

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
    }

    @Test
    void invisibleSuccessIsUnknown() {
        atlas.faults("POST", Fault.answer(200, Map.of("Content-Type", "text/html"), "<html>Welcome</html>"));
        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);

        atlas.faults("DELETE", Fault.answer(200, Map.of("Content-Type", "text/html"), "<html>Welcome</html>"));
        assertThat(refusal(atlas::remove)).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);

        assertThat(atlas.writes()).isZero();
    }

    @Test
    void lateWriteCountsAsTheGateways() {
        atlas.faults("POST", Fault.answer(504, Map.of(), "").afterApplying());
        atlas.faults("GET", Fault.error(404, "PRIVATE_ENDPOINT_NOT_FOUND", "Not yet."));

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.requestsOf("POST"))
                .as("the second is told that it exists")
                .isEqualTo(2);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void rateLimitedWriteIsSentAgain() {
        atlas.faults(
                "POST",
                Fault.rateLimited(Duration.ofSeconds(0)),
                Fault.error(405, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "Upgrading."));

        assertThat(atlas.add().interfaceEndpointId()).isEqualTo(AtlasFixture.NEW);
        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void unansweredRemovalIsFound() {
        atlas.faults("DELETE", Fault.reset().afterApplying());

        atlas.remove();

        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void aRemovalThatAtlasFailedToDoIsSentAgain() {
        atlas.faults("DELETE", Fault.answer(500, Map.of(), ""));

        atlas.remove();

        assertThat(atlas.writes()).isEqualTo(1);
    }

    @Test
    void aRemovalThatAtlasFailsToDoIsReportedAsNotDone() {
        atlas.always("DELETE", Fault.answer(500, Map.of(), ""));

        assertThat(refusal(() -> atlas.remove())).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
    }

    @Test
    void vanishedRemovalIsUnknown() {
        atlas.faults("DELETE", Fault.reset());

        assertThat(refusal(() -> atlas.remove())).isEqualTo(ProblemCode.OUTCOME_UNKNOWN);
        assertThat(atlas.requestsOf("DELETE")).as("sent once").isEqualTo(1);
    }

    @Test
    void linkExplainsAnUnknownConflict() {
        atlas.faults("POST", Fault.error(409, "SOMETHING_NEW", "No."));
        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ATLAS_CONFLICT);

        atlas.add();
        atlas.faults("POST", Fault.error(409, "SOMETHING_NEW", "No."));
        assertThat(refusal(atlas::add)).isEqualTo(ProblemCode.ENDPOINT_EXISTS);
    }

    private static ProblemCode refusal(Runnable work) {
        return catchThrowableOfType(LinkgateException.class, work::run)
                .failure()
                .code();
    }
}
