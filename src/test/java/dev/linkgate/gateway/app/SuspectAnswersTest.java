package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.fault.Fault;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Atlas's answers are bounded, of the right types and without the gateway's secrets before they are used. */
@CapturesOutput
@Alone
class SuspectAnswersTest {

    private static final Gateway GATEWAY = Gateway.alone();
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");
    private static final String CLIENT_SECRET = "mdb_sa_sk_5u5pec7-5u5pec7";

    private final Scene scene = Scene.in(GATEWAY);
    private final Caller viewer = scene.viewer();

    @AfterEach
    void atlasSpeaksTheTruthAgain() {
        GATEWAY.atlas().faults().clear();
    }

    @Test
    void invalidIdIsLeftOut() {
        String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
        linkIs("\"interfaceEndpoints\":[\"vpce-0B9C57\",\"../../admin\",\"%s\"]".formatted(endpoint));

        assertThat(viewer.get(scene.endpoints())).results("interfaceEndpointId").containsExactly(endpoint);
        assertThat(viewer.get(scene.linkPath()))
                .isOk()
                .has("/interfaceEndpointIds/0", endpoint)
                .hasNo("/interfaceEndpointIds/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"interfaceEndpoints\":[7]",
                "\"interfaceEndpoints\":{\"a\":\"vpce-0123456789abcdef0\"}",
                "\"interfaceEndpoints\":[null]",
                "\"regionName\":[\"US_EAST_1\"]",
                "\"errorMessage\":{}",
                "\"endpointServiceName\":1e400"
            })
    void aWrongTypeIsAtlassError(String field) {
        linkIs(field);

        assertThat(viewer.get(scene.linkPath())).isProblem("atlas-error");
        assertThat(viewer.get(scene.endpoints())).isProblem("atlas-error");
        assertThat(viewer.get(scene.links())).isProblem("atlas-error");
    }

    @Test
    void aTextOfMegabytesIsAtlassError() {
        linkIs("\"errorMessage\":\"" + "x".repeat(3_900_000) + "\"");

        assertThat(viewer.get(scene.linkPath())).isProblem("atlas-error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9000000000000000000", "-9000000000000000000", "1e400", "\"soon\"", "[3600]", "0"})
    void aTokensLifeMayBeAnything(String seconds) {
        String account = "mdb_sa_id_" + Gateway.unused(8);
        GATEWAY.atlas().tokens().accept(account, Secret.of(CLIENT_SECRET));
        scene.hasServiceAccount(account, CLIENT_SECRET);
        GATEWAY.atlas().faults().next("POST", "oauth", Fault.answer(200, JSON, """
                        {"access_token":"none-that-atlas-knows","token_type":"Bearer","expires_in":%s}""".formatted(seconds)));

        assertThat(viewer.get(scene.linkPath())).isProblem("atlas-credential-rejected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\r\\nCookie: b", "a b", "é", ""})
    void aTokenThatFitsInNoHeaderIsNone(String token) {
        scene.hasServiceAccount("mdb_sa_id_" + Gateway.unused(8), CLIENT_SECRET);
        GATEWAY.atlas()
                .faults()
                .next("POST", "oauth", Fault.answer(200, JSON, "{\"access_token\":\"%s\"}".formatted(token)));

        assertThat(viewer.get(scene.linkPath())).isProblem("atlas-error");
    }

    private void linkIs(String fields) {
        String link = "{\"id\":\"%s\",\"status\":\"AVAILABLE\",%s}".formatted(scene.link(), fields);
        GATEWAY.atlas().faults().always("GET", scene.link() + "$", Fault.answer(200, JSON, link));
        GATEWAY.atlas()
                .faults()
                .always("GET", scene.project() + ".*endpointService$", Fault.answer(200, JSON, "[" + link + "]"));
    }
}
