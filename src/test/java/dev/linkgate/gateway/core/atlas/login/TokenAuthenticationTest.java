package dev.linkgate.gateway.core.atlas.login;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.ScriptedWire;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.platform.request.AtlasAnswer;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TokenAuthenticationTest {

    @RegisterExtension
    static final WireMockExtension atlas =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final String TOKEN_URI = "/api/oauth/token";
    private static final String UNAUTHORIZED =
            "{\"error\":401,\"errorCode\":\"UNEXPECTED_ERROR\",\"detail\":\"You are not authorized.\"}";

    private final ManualClock clock = new ManualClock();
    private final List<CredentialState> states = new CopyOnWriteArrayList<>();
    private HttpChannel http;
    private AuthenticatingChannel channel;

    @BeforeEach
    void connect() {
        http = new HttpChannel(Requests.settings(URI.create(atlas.baseUrl())), "1.2.3", client -> client);
        channel = new AuthenticatingChannel(http, clock, (credential, state) -> states.add(state));
        atlas.stubFor(any(anyUrl()).willReturn(okJson(UNAUTHORIZED).withStatus(401)));
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void mintsATokenAndKeepsIt() {
        mints(okJson(token("t1")));
        takes("t1");

        AtlasResponse first = call();
        AtlasResponse second = call();

        assertThat(List.of(first.status(), second.status())).containsOnly(200);
        String basic = Base64.getEncoder()
                .encodeToString(
                        "mdb_sa_id_0123456789abcdef01234567:mdb_sa_sk_client-secret".getBytes(StandardCharsets.UTF_8));
        atlas.verify(
                1,
                postRequestedFor(urlEqualTo(TOKEN_URI))
                        .withHeader("Authorization", equalTo("Basic " + basic))
                        .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded"))
                        .withHeader("Accept", equalTo("application/json"))
                        .withRequestBody(equalTo("grant_type=client_credentials")));
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void mintsTheNextShortlyBeforeTheTokenExpires() {
        mints(okJson(token("t1")));
        takes("t1");
        call();
        clock.advance(Duration.ofSeconds(3600 - 61));
        call();
        mints(okJson(token("t2")));
        takes("t2");
        clock.advance(Duration.ofSeconds(2));
        call();

        assertMinted(2);
    }

    @Test
    void renewsARefusedTokenOnce() {
        mints(okJson(token("t1")));
        takes("t1");
        call();
        atlas.resetMappings();
        atlas.stubFor(any(anyUrl()).willReturn(okJson(UNAUTHORIZED).withStatus(401)));
        mints(okJson(token("t2")));
        takes("t2");

        assertThat(call().status()).isEqualTo(200);

        assertMinted(2);
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void aNewTokenThatIsRefusedMakesTheAccountSuspect() {
        mints(okJson(token("t1")));

        assertThat(refusal().code()).isEqualTo(ProblemCode.ATLAS_CREDENTIAL_REJECTED);
        assertThat(refusal().retryAfter()).isEqualTo(Duration.ofSeconds(30));

        assertMinted(1);
        assertThat(states).containsExactly(CredentialState.SUSPECT);
    }

    @Test
    void aRefusedAccountIsNotAskedForAgain() {
        mints(okJson("{\"error\":\"invalid_client\",\"error_description\":\"Invalid credentials provided.\"}")
                .withStatus(401));

        Failure first = refusal();
        Failure second = refusal();

        assertThat(first.code()).isEqualTo(ProblemCode.ATLAS_CREDENTIAL_REJECTED);
        assertThat(first.atlas())
                .isNotNull()
                .satisfies(answer -> assertThat(answer.errorCode()).isEqualTo("invalid_client"));
        assertThat(second.retryAfter()).isNotNull();
        assertMinted(1);

        clock.advance(Duration.ofSeconds(30));
        mints(okJson(token("t1")));
        takes("t1");
        assertThat(call().status()).isEqualTo(200);
        assertThat(states).containsExactly(CredentialState.SUSPECT, CredentialState.OK);
    }

    @Test
    void a401ThatNamesTheProjectLeavesTheTokenInUse() {
        mints(okJson(token("t1")));
        atlas.stubFor(any(urlEqualTo("/x"))
                .withHeader("Authorization", equalTo("Bearer t1"))
                .willReturn(okJson("{\"errorCode\":\"NOT_IN_GROUP\"}").withStatus(401)));

        assertThat(call().status()).isEqualTo(401);
        assertThat(call().status()).isEqualTo(401);
        assertMinted(1);
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void manyCallersShareARefusalWhenTheTokenHasExpired() throws Exception {
        ScriptedWire wire = new ScriptedWire();
        AuthenticatingChannel waiting = over(wire);
        letTokenExpire(wire, waiting);
        int before = wire.requests();

        assertThat(failuresOfWaiters(
                        LinkgateException.class,
                        wire,
                        waiting,
                        ScriptedWire.answer(401, "{\"error\":\"invalid_client\"}")))
                .hasSize(40)
                .allMatch(refused -> refused.failure().code().equals(ProblemCode.ATLAS_CREDENTIAL_REJECTED));
        assertThat(wire.requests() - before).as("requests for a token").isOne();
        assertThat(states).containsExactly(CredentialState.OK, CredentialState.SUSPECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|{\"error\":\"access_denied\",\"error_description\":\"Access Token limit reached.\"}",
                "200|{}",
                "200|{\"access_token\":\"\"}",
                "200|{\"access_token\":\"t1\",\"token_type\":\"mac\"}",
                "200|[]",
                "200|not json",
                "302|{}"
            })
    void anAnswerWithoutATokenIsNotTheAccountsFault(int status, String body) {
        mints(okJson(body).withStatus(status));

        assertThat(refusal().code()).isEqualTo(ProblemCode.ATLAS_ERROR);
        assertThat(states).isEmpty();
    }

    @Test
    void holdsALimitOfTheTokenEndpointForAllCallers() throws Exception {
        mints(okJson("{}").withStatus(429).withHeader("Retry-After", "17"));

        assertThat(callAtOnce()).hasSize(32).containsOnly("rate-limited");
        clock.advance(Duration.ofSeconds(7));
        Failure later = refusal();

        assertThat(later.code()).isEqualTo(ProblemCode.RATE_LIMITED);
        assertThat(later.retryAfter()).isEqualTo(Duration.ofSeconds(10));
        assertMinted(1);
    }

    @Test
    void mintsAgainWhenTheLimitIsOver() {
        mints(okJson("{}").withStatus(429).withHeader("Retry-After", "17"));
        refusal();
        mints(okJson(token("t1")));
        takes("t1");
        clock.advance(Duration.ofSeconds(17));

        assertThat(call().status()).isEqualTo(200);
    }

    @Test
    void holdsALimitThatNamesAYearForAQuarterOfAnHour() {
        mints(okJson("{}").withStatus(429).withHeader("Retry-After", "31536000"));

        assertThat(refusal().retryAfter()).isEqualTo(Duration.ofMinutes(15));
    }

    /** The requests that wait for the trial of a new credential, and those that wait for the next token. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void waitersTakeTheFailureOfTheMintingTheyWaitedFor(boolean worked) throws Exception {
        ScriptedWire wire = new ScriptedWire();
        AuthenticatingChannel waiting = over(wire);
        if (worked) {
            letTokenExpire(wire, waiting);
        }
        int before = wire.requests();

        assertThat(failuresOfWaiters(TransportFailure.class, wire, waiting, ScriptedWire.answer(503, "")))
                .hasSize(40)
                .allMatch(failure -> failure.phase() == TransportFailure.Phase.NOT_SENT)
                .doesNotHaveDuplicates();
        assertThat(wire.requests() - before).as("requests for a token").isOne();
    }

    @Test
    void readsBothShapesOfErrors() {
        mints(okJson("{\"error\":\"access_denied\",\"error_description\":\"Access Token limit reached.\"}")
                .withStatus(403));
        assertThat(refusal().atlas()).isEqualTo(new AtlasAnswer(403, "access_denied", "Access Token limit reached."));

        mints(okJson("{\"error\":429,\"errorCode\":\"RATE_LIMITED\",\"detail\":\"Too many requests.\"}")
                .withStatus(429));
        assertThat(refusal().atlas()).isEqualTo(new AtlasAnswer(429, "RATE_LIMITED", "Too many requests."));
    }

    @Test
    void aStoredAccountReusesTheTokenOfItsVerification() {
        mints(okJson(token("t1")));
        takes("t1");
        AtlasCredential candidate = new AtlasCredential.ServiceAccount(
                "default", -1, Requests.ACCOUNT.clientId(), Requests.ACCOUNT.clientSecret(), null);
        channel.verify(Requests.get("/x", candidate));

        assertThat(call().status()).isEqualTo(200);

        assertMinted(1);
    }

    @Test
    void anotherSecretOfTheSameAccountGetsItsOwnToken() {
        mints(okJson(token("t1")));
        takes("t1");
        call();
        AtlasCredential replaced = new AtlasCredential.ServiceAccount(
                "default", 2, Requests.ACCOUNT.clientId(), Secret.of("mdb_sa_sk_another-secret"), null);

        channel.exchange(Requests.get("/x", replaced));

        assertMinted(2);
    }

    private AuthenticatingChannel over(ScriptedWire wire) {
        return new AuthenticatingChannel(wire, clock, (credential, state) -> states.add(state));
    }

    private void letTokenExpire(ScriptedWire wire, AuthenticatingChannel channel) {
        wire.answers(request -> ScriptedWire.answer(200, isForToken(request) ? token("t1") : "{}"));
        channel.exchange(Requests.get("/x", Requests.ACCOUNT));
        clock.advance(Duration.ofHours(2));
    }

    /** What 40 callers get, all of whom wait before Atlas answers the request for a token. */
    private static <T extends Throwable> List<T> failuresOfWaiters(
            Class<T> type, ScriptedWire wire, AuthenticatingChannel channel, AtlasResponse answerForToken)
            throws InterruptedException {
        CompletableFuture<AtlasResponse> answer = new CompletableFuture<>();
        wire.answers(request -> answer.join());
        List<T> failures = new CopyOnWriteArrayList<>();
        List<Thread> callers = IntStream.range(0, 40)
                .mapToObj(i -> Thread.startVirtualThread(() -> failures.add(
                        catchThrowableOfType(type, () -> channel.exchange(Requests.get("/x", Requests.ACCOUNT))))))
                .toList();
        while (!callers.stream().allMatch(TokenAuthenticationTest::waits)) {
            Thread.onSpinWait();
        }
        answer.complete(answerForToken);
        for (Thread caller : callers) {
            caller.join();
        }
        return failures;
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static boolean isForToken(AtlasRequest request) {
        return request.uri().equals(TOKEN_URI);
    }

    private static String token(String token) {
        return "{\"access_token\":\"" + token + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";
    }

    private static void mints(ResponseDefinitionBuilder response) {
        atlas.stubFor(post(TOKEN_URI).willReturn(response));
    }

    private static void takes(String token) {
        atlas.stubFor(any(urlEqualTo("/x"))
                .withHeader("Authorization", equalTo("Bearer " + token))
                .willReturn(okJson("{}")));
    }

    private static void assertMinted(int times) {
        atlas.verify(times, postRequestedFor(urlEqualTo(TOKEN_URI)));
    }

    private List<String> callAtOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> callers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                callers.add(threads.submit(() -> {
                    try {
                        return String.valueOf(call().status());
                    } catch (LinkgateException e) {
                        return e.failure().code().code();
                    }
                }));
            }
            List<String> results = new ArrayList<>();
            for (Future<String> caller : callers) {
                results.add(caller.get(30, TimeUnit.SECONDS));
            }
            return results;
        }
    }

    private AtlasResponse call() {
        return channel.exchange(Requests.get("/x", Requests.ACCOUNT));
    }

    private Failure refusal() {
        return catchThrowableOfType(LinkgateException.class, this::call).failure();
    }

    private TransportFailure failure() {
        return catchThrowableOfType(TransportFailure.class, this::call);
    }
}
