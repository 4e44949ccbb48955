package dev.linkgate.gateway.core.atlas;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.linkgate.Ports;
import dev.linkgate.gateway.core.atlas.channel.AtlasSettings;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.credential.AtlasCredential;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.atlas.credential.ProbeResult;
import dev.linkgate.gateway.core.atlas.credential.RefusalReason;
import dev.linkgate.gateway.core.atlas.login.AuthenticatingChannel;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.sandbox.DemoAtlas;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cause of each refusal, and the roles, for both kinds of credential and in both dialects. */
@Timeout(60)
@ParameterizedClass
@MethodSource("kinds")
class AtlasProbeTest {

    @RegisterExtension
    static final WireMockExtension atlas =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final ProjectId PROJECT = DemoAtlas.PROJECT;
    private static final String OTHER_PROJECT = "aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String TOKEN_URI = "/api/oauth/token";

    private final AtlasCredential credential;
    private final AtlasSettings.Api api;
    private final List<CredentialState> states = new CopyOnWriteArrayList<>();
    private Dialect dialect;
    private HttpChannel http;
    private AtlasProbe probe;

    AtlasProbeTest(AtlasCredential credential, AtlasSettings.Api api) {
        this.credential = credential;
        this.api = api;
    }

    static Stream<Arguments> kinds() {
        return Stream.of(Requests.KEY, Requests.ACCOUNT)
                .flatMap(credential -> Stream.of(AtlasSettings.Api.values()).map(api -> Arguments.of(credential, api)));
    }

    @BeforeEach
    void connect() {
        connect(URI.create(atlas.baseUrl()));
        knowsCredential();
    }

    private void connect(URI uri) {
        AtlasSettings settings = new AtlasSettings(uri.toString(), List.of(), false, api, MINUTE, MINUTE, MINUTE, 4);
        dialect = AtlasConfiguration.dialect(settings);
        http = new HttpChannel(settings, "test", client -> client);
        AuthenticatingChannel channel =
                new AuthenticatingChannel(http, InstantSource.system(), (known, state) -> states.add(state));
        probe = new AtlasProbe(any -> channel, dialect, settings);
    }

    @AfterEach
    void close() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "401, USER_UNAUTHORIZED, ROLE_MISSING",
        "401, SOMETHING_NEW, ROLE_MISSING",
        "403, ACCESS_FORBIDDEN, ROLE_MISSING",
        "401, NOT_IN_GROUP, NOT_IN_ORGANIZATION",
        "401, USER_CANNOT_ACCESS_GROUP, NOT_IN_ORGANIZATION",
        "403, IP_ADDRESS_NOT_ON_ACCESS_LIST, ACCESS_LIST",
        "403, ORG_REQUIRES_ACCESS_LIST, ACCESS_LIST",
        "403, IP_ADDRESS_NOT_ON_WHITELIST, ACCESS_LIST",
        "404, GROUP_NOT_FOUND, PROJECT_NOT_FOUND",
        "404, INVALID_GROUP_ID, PROJECT_NOT_FOUND",
        "404, , PROJECT_NOT_FOUND",
        "429, RATE_LIMITED, RATE_LIMITED",
        "429, RATE_LIMITED_TOKEN_BUCKET, RATE_LIMITED",
        "500, UNEXPECTED_ERROR, UNREACHABLE",
        "503, , UNREACHABLE"
    })
    void aRefusalOfTheProjectNamesItsCause(int status, @Nullable String code, RefusalReason reason) {
        answers(dialect.links(PROJECT, Provider.AWS), refusal(status, code));

        assertThat(refusedOn(PROJECT).reason()).isEqualTo(reason);
    }

    @Test
    void atlassWordsFollowTheAdvice() {
        answers(dialect.links(PROJECT, Provider.AWS), refusal(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST"));

        assertThat(refusedOn(PROJECT).failure().atlas())
                .isNotNull()
                .satisfies(answer -> assertThat(answer.detail()).isEqualTo("IP address 203.0.113.7 it is."));
    }

    @ParameterizedTest
    @CsvSource({"403, ORG_REQUIRES_ACCESS_LIST, ACCESS_LIST", "429, RATE_LIMITED, RATE_LIMITED", "502, , UNREACHABLE"})
    void aRefusalWithoutAProjectNamesItsCause(int status, @Nullable String code, RefusalReason reason) {
        answers(dialect.root(), refusal(status, code));

        assertThat(refusedOn(null).reason()).isEqualTo(reason);
    }

    @Test
    void anUnknownKeyIsWrong() {
        atlas.resetMappings();
        atlas.stubFor(any(anyUrl()).willReturn(challenge()));
        atlas.stubFor(post(TOKEN_URI)
                .willReturn(okJson("{\"error\":\"invalid_client\",\"error_description\":\"Invalid credentials\"}")
                        .withStatus(401)));

        assertThat(refusedOn(PROJECT).reason()).isEqualTo(RefusalReason.WRONG_KEY);
        assertThat(refusedOn(null).reason()).isEqualTo(RefusalReason.WRONG_KEY);
        assertThat(states).containsExactly(CredentialState.SUSPECT);
    }

    @Test
    void aBrokenConnectionIsUnreachable() {
        answers(dialect.links(PROJECT, Provider.AWS), okJson("").withFault(Fault.CONNECTION_RESET_BY_PEER));

        assertThat(refusedOn(PROJECT).reason()).isEqualTo(RefusalReason.UNREACHABLE);
    }

    @Test
    void aRefusedConnectionIsUnreachable() {
        http.close();
        connect(URI.create("http://127.0.0.1:" + Ports.free()));

        assertThat(refusedOn(null).reason()).isEqualTo(RefusalReason.UNREACHABLE);
        assertThat(refusedOn(PROJECT).failure().code()).isEqualTo(ProblemCode.ATLAS_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 406, 410})
    void anAnswerThatSaysNothingOfTheCredentialIsAProblem(int status) {
        answers(dialect.links(PROJECT, Provider.AWS), refusal(status, "INVALID_VERSION_DATE"));

        assertThat(catchThrowableOfType(LinkgateException.class, () -> verify(PROJECT))
                        .failure()
                        .code())
                .isIn(ProblemCode.ATLAS_ERROR, ProblemCode.ATLAS_REJECTED_REQUEST);
    }

    @Test
    void theRolesAreThoseOnTheProjectAndOnTheOrganization() {
        answers(dialect.root(), okJson("""
                {"apiKey":{"accessList":[],"id":"5c47","publicKey":"abcdefgh","roles":[
                  {"orgId":"bbbbbbbbbbbbbbbbbbbbbbbb","roleName":"ORG_MEMBER"},
                  {"groupId":"%s","roleName":"GROUP_OWNER"},
                  {"groupId":"%s","roleName":"GROUP_READ_ONLY"},
                  {"groupId":"%s","roleName":"a name that is none"}]},
                 "appName":"MongoDB Atlas","build":"a646","links":[],"throttling":false}
                """.formatted(OTHER_PROJECT, PROJECT, PROJECT)));

        assertThat(verify(PROJECT)).isEqualTo(new ProbeResult.Accepted(List.of("ORG_MEMBER", "GROUP_READ_ONLY")));
        assertThat(verify(null)).isEqualTo(new ProbeResult.Accepted(List.of("ORG_MEMBER")));
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"apiKey\":{\"roles\":null}}",
                "{\"apiKey\":null}",
                "{}",
                "[]",
                "nonsense",
                "{\"apiKey\":{\"roles\":7}}"
            })
    void rolesThatAtlasDoesNotTellAreUnknown(String root) {
        answers(dialect.root(), okJson(root));

        assertThat(verify(PROJECT)).isEqualTo(new ProbeResult.Accepted(null));
        assertThat(verify(null)).isEqualTo(new ProbeResult.Accepted(null));
    }

    @Test
    void anUnreadableRootLeavesTheRolesUnknown() {
        answers(dialect.root(), refusal(404, null));
        assertThat(verify(PROJECT)).isEqualTo(new ProbeResult.Accepted(null));
        assertThat(verify(null)).isEqualTo(new ProbeResult.Accepted(null));

        answers(dialect.root(), okJson("").withFault(Fault.CONNECTION_RESET_BY_PEER));
        assertThat(verify(PROJECT)).isEqualTo(new ProbeResult.Accepted(null));
    }

    @Test
    void oneTokenServesAllReads() {
        verify(PROJECT);
        verify(null);

        atlas.verify(
                credential instanceof AtlasCredential.ServiceAccount ? 1 : 0, postRequestedFor(urlEqualTo(TOKEN_URI)));
        atlas.verify(0, anyRequestedFor(anyUrl()).withHeader("Accept", matching("\\*/\\*")));
    }

    @Test
    void aRefusalOfTheTokenEndpointNamesItsCause() {
        if (credential instanceof AtlasCredential.DigestKey) {
            return;
        }
        mints(refusal(403, "IP_ADDRESS_NOT_ON_ACCESS_LIST"));
        assertThat(refusedOn(PROJECT).reason()).isEqualTo(RefusalReason.ACCESS_LIST);

        mints(refusal(503, null));
        assertThat(refusedOn(PROJECT).reason()).isEqualTo(RefusalReason.UNREACHABLE);

        mints(refusal(429, "RATE_LIMITED"));
        assertThat(refusedOn(PROJECT).reason()).isEqualTo(RefusalReason.RATE_LIMITED);
    }

    private ProbeResult verify(@Nullable ProjectId project) {
        return probe.verify(RequestContext.system("test"), credential, project);
    }

    private ProbeResult.Refused refusedOn(@Nullable ProjectId project) {
        ProbeResult result = verify(project);
        assertThat(result).isInstanceOf(ProbeResult.Refused.class);
        return (ProbeResult.Refused) result;
    }

    /** An Atlas that knows the credential, and has a project without links. */
    private void knowsCredential() {
        atlas.stubFor(any(anyUrl()).willReturn(challenge()));
        mints(okJson("{\"access_token\":\"t\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"));
        answers(dialect.root(), okJson("{\"appName\":\"MongoDB Atlas\"}"));
        answers(dialect.links(PROJECT, Provider.AWS), okJson("[]"));
    }

    private static void mints(ResponseDefinitionBuilder answer) {
        atlas.stubFor(post(TOKEN_URI).willReturn(answer));
    }

    private static void answers(String uri, ResponseDefinitionBuilder answer) {
        atlas.stubFor(get(uri).withHeader("Authorization", matching("(Digest|Bearer) .*"))
                .willReturn(answer));
    }

    private static ResponseDefinitionBuilder challenge() {
        return refusal(401, "UNEXPECTED_ERROR")
                .withHeader(
                        "WWW-Authenticate",
                        "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"n1\", algorithm=MD5, qop=\"auth\","
                                + " stale=false");
    }

    /** An answer of Atlas, or without a code one of a proxy before it. */
    private static ResponseDefinitionBuilder refusal(int status, @Nullable String code) {
        return code == null
                ? okJson("<html>").withStatus(status)
                : okJson(
                                "{\"error\":%d,\"errorCode\":\"%s\",\"detail\":\"IP address 203.0.113.7 it is.\",\"parameters\":[]}"
                                        .formatted(status, code))
                        .withStatus(status);
    }
}
