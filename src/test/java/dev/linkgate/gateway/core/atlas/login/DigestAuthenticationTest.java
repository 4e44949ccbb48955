package dev.linkgate.gateway.core.atlas.login;

import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.atlas.Requests;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.HttpChannel;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.atlas.credential.CredentialState;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of an API key, against an Atlas with scripted answers. */
@Timeout(60)
class DigestAuthenticationTest {

    @RegisterExtension
    static final WireMockExtension atlas =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    private static final String UNAUTHORIZED = "{ \"error\" : 401, \"reason\" : \"Unauthorized\", \"detail\" :"
            + " \"You are not authorized for this resource.\", \"errorCode\" : \"UNEXPECTED_ERROR\" }";

    private final ManualClock clock = new ManualClock();
    private final List<CredentialState> states = new CopyOnWriteArrayList<>();
    private HttpChannel http;
    private AuthenticatingChannel channel;

    @BeforeEach
    void connect() {
        http = new HttpChannel(Requests.settings(URI.create(atlas.baseUrl())), "1.2.3", client -> client);
        channel = new AuthenticatingChannel(http, clock, (credential, state) -> states.add(state));
    }

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void asksOnceThenAnswersAheadOfTime() {
        challengesUntilShown("n1");
        String uri = "/api/atlas/v2/groups/5df264b8f10fab7d2cad2f0d/privateEndpoint/AZURE/endpointService/"
                + "5df264b8f10fab7d2cad2f0d/endpoint/%2Fsubscriptions%2Fx?pretty=true";

        for (int i = 0; i < 3; i++) {
            assertThat(channel.exchange(Requests.get(uri)).status()).isEqualTo(200);
        }

        List<LoggedRequest> seen = seen();
        assertThat(seen)
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.getUrl()).isEqualTo(uri));
        assertThat(seen.getFirst().containsHeader("Authorization")).isFalse();
        for (int count = 1; count <= 3; count++) {
            assertThat(seen.get(count).getHeader("Authorization"))
                    .matches("Digest username=\"abcdefgh\", realm=\"MMS Public API\", nonce=\"n1\", uri=\""
                            + uri.replace("?", "\\?")
                            + "\", algorithm=MD5, qop=auth, nc=0000000" + count
                            + ", cnonce=\"[0-9a-f]{32}\", response=\"[0-9a-f]{32}\"");
        }
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void sendsTheBodyAgainAfterAChallenge() {
        challengesUntilShown("n1");
        AtlasRequest request = Requests.post("/x", "{\"interfaceEndpointId\":\"vpce-1\"}", Requests.KEY);

        channel.exchange(request);

        assertThat(seen()).hasSize(2).allSatisfy(sent -> {
            assertThat(sent.getBodyAsString()).isEqualTo("{\"interfaceEndpointId\":\"vpce-1\"}");
            assertThat(sent.getHeader("Content-Type")).isEqualTo(Requests.ACCEPT);
        });
        assertThat(request.context().facts().attempts()).isEqualTo(2);
        assertThat(request.context().facts().atlasStatus()).isEqualTo(200);
    }

    @Test
    void aRevokedKeyIsNoticedWithAReusedNonce() {
        challengesUntilShown("n1");
        channel.exchange(Requests.get("/x"));
        refuses();

        refusal(Requests.get("/x"));
        refusal(Requests.get("/x"));

        assertThat(seen()).as("two at first, then two to be sure, then none").hasSize(4);
        assertThat(states).containsExactly(CredentialState.OK, CredentialState.SUSPECT);
    }

    @Test
    void verificationRestoresAKeyAtOnce() {
        refuses();
        refusal(Requests.get("/x"));
        assertThatThrownBy(() -> channel.verify(Requests.get("/x"))).isInstanceOf(LinkgateException.class);
        challengesUntilShown("n9");

        assertThat(channel.verify(Requests.get("/x")).status()).isEqualTo(200);
        assertThat(channel.exchange(Requests.get("/x")).status()).isEqualTo(200);

        assertThat(states).containsExactly(CredentialState.SUSPECT, CredentialState.OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP"})
    void a401ThatNamesTheProjectLeavesTheCredentialInUse(String code) {
        challengesUntilShown("n1");
        answers(
                shown("n1"),
                challenge("n2", false).withBody("{\"error\":401,\"errorCode\":\"" + code + "\",\"detail\":\"No.\"}"));

        AtlasResponse answer = channel.exchange(Requests.get("/x"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.refusal().errorCode()).isEqualTo(code);
        assertThat(seen()).hasSize(2);
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void findsTheDigestChallengeAmongSeveralHeaders() {
        challengesUntilShown("n1");
        answers(
                any(anyUrl()).withHeader("Authorization", absent()),
                okJson(UNAUTHORIZED)
                        .withStatus(401)
                        .withHeader("WWW-Authenticate", "Bearer realm=\"x\"", "Negotiate, " + header("n1", false)));

        assertThat(channel.exchange(Requests.get("/x")).status()).isEqualTo(200);
    }

    @Test
    void takesTheNextNonceIfANewOneIsStaleAtOnce() {
        challengesUntilShown("n1");
        answers(shown("n1"), challenge("n2", true));
        answers(shown("n2"), okJson("{}"));

        assertThat(channel.exchange(Requests.get("/x")).status()).isEqualTo(200);

        assertThat(seen()).hasSize(3);
        assertThat(states).containsExactly(CredentialState.OK);
    }

    @Test
    void continuesWithTheNonceOfAuthenticationInfo() {
        challengesUntilShown("n1");
        answers(shown("n1"), okJson("{}").withHeader("Authentication-Info", "nextnonce=\"n2\", qop=auth"));
        answers(shown("n2"), okJson("{}"));

        channel.exchange(Requests.get("/x"));
        channel.exchange(Requests.get("/x"));

        assertThat(seen().getLast().getHeader("Authorization"))
                .contains("nonce=\"n2\"")
                .contains("nc=00000001");
    }

    @Test
    void forgetsANonceAfterATransportFailure() {
        challengesUntilShown("n1");
        channel.exchange(Requests.get("/x"));
        answers(shown("n1"), new ResponseDefinitionBuilder().withFault(Fault.CONNECTION_RESET_BY_PEER));
        TransportFailure failure =
                catchThrowableOfType(TransportFailure.class, () -> channel.exchange(Requests.get("/x")));
        challengesUntilShown("n2");
        channel.exchange(Requests.get("/x"));

        assertThat(failure.phase()).isEqualTo(TransportFailure.Phase.SENT);
        assertThat(seen().getLast().getHeader("Authorization"))
                .contains("nonce=\"n2\"")
                .contains("nc=00000001");
        assertThat(states).containsExactly(CredentialState.OK);
    }

    private void challengesUntilShown(String nonce) {
        atlas.resetMappings();
        answers(any(anyUrl()), challenge(nonce, false));
        answers(shown(nonce), okJson("{}"));
    }

    private void refuses() {
        atlas.resetMappings();
        answers(any(anyUrl()), challenge("fresh", false));
    }

    private static MappingBuilder shown(String nonce) {
        return any(anyUrl()).withHeader("Authorization", containing("nonce=\"" + nonce + "\""));
    }

    private static ResponseDefinitionBuilder challenge(String nonce, boolean stale) {
        return okJson(UNAUTHORIZED).withStatus(401).withHeader("WWW-Authenticate", header(nonce, stale));
    }

    private static String header(String nonce, boolean stale) {
        return "Digest realm=\"MMS Public API\", domain=\"\", nonce=\"" + nonce
                + "\", algorithm=MD5, qop=\"auth\", stale=" + stale;
    }

    private static void answers(MappingBuilder request, ResponseDefinitionBuilder response) {
        atlas.stubFor(request.willReturn(response));
    }

    private Failure refusal(AtlasRequest request) {
        return catchThrowableOfType(LinkgateException.class, () -> channel.exchange(request))
                .failure();
    }

    private static List<LoggedRequest> seen() {
        List<LoggedRequest> newestFirst =
                atlas.getAllServeEvents().stream().map(ServeEvent::getRequest).toList();
        return newestFirst.reversed();
    }
}
