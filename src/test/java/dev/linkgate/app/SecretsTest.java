package dev.linkgate.app;

import static dev.linkgate.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.fault.MagicEndpoint;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.LinkStatus;
import dev.linkgate.sandbox.state.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** With every logger of the process at TRACE, frameworks included, no secret is printed, even with failures. */
@Execution(ExecutionMode.CONCURRENT)
class SecretsTest {

    private static final String SECOND_KEY = "2nd5ec3e-7000-4000-8000-5ec2e7ab1e00";
    private static final String WRONG_KEY = "wr0n9ke1-7000-4000-8000-5ec2e7ab1e00";
    private static final String CLIENT_SECRET = "mdb_sa_sk_c0ffee00c0ffee00c0ffee00";

    private final ProjectId project = Scene.newProject();
    private final LinkId link = Scene.newLink();
    private final String endpoints = "/projects/" + project + "/links/" + link + "/endpoints";
    private final List<String> secrets = new ArrayList<>(List.of(
            Gateway.ADMIN_TOKEN, Gateway.PRIVATE_KEY, Gateway.MASTER_KEY, SECOND_KEY, WRONG_KEY, CLIENT_SECRET));

    @Test
    void noSecretIsPrintedAtAnyLevel() {
        String log;
        try (SimulatedAtlas atlas = atlas();
                GatewayProcess gateway = start(atlas)) {
            HouseRules house = new HouseRules(atlas);
            secrets.forEach(house::forbid);
            walk(gateway.caller(house::check), house, atlas);
            misplace(gateway.caller(answer -> answer));
            gateway.stop();
            log = gateway.log();
        }

        assertThat(log).as("it is at TRACE").contains("TRACE").contains("o.s.").contains(endpoints);
        assertThat(secrets)
                .hasSize(7)
                .allSatisfy(secret -> assertThat(log.contains(secret))
                        .as("%s is printed:\n%s", secret, excerpt(log, secret))
                        .isFalse());
        for (String pattern :
                List.of("nonce=\"?[^\"\\s]", "response=\"?[0-9a-f]{32}", "(?i)(bearer|basic) [a-z0-9_+/=-]{16}")) {
            assertThat(log.lines().filter(line -> line.matches(".*" + pattern + ".*")))
                    .as(pattern)
                    .isEmpty();
        }
    }

    private SimulatedAtlas atlas() {
        SimulatedAtlas atlas = new SimulatedAtlas(
                        SandboxSettings.defaults().withKey(Gateway.PUBLIC_KEY, Secret.of(Gateway.PRIVATE_KEY)))
                .start();
        atlas.acceptServiceAccount("mdb_sa_id_1", Secret.of(CLIENT_SECRET));
        atlas.addLink(project, link, Provider.AWS, "US_EAST_1", LinkStatus.AVAILABLE);
        atlas.addEndpoint(project, link, Scene.newEndpoint(), EndpointStatus.AVAILABLE);
        return atlas;
    }

    private static GatewayProcess start(SimulatedAtlas atlas) {
        return GatewayProcess.start(Map.of(
                        "LINKGATE_DATA_DIR",
                        Gateway.newDirectory().toString(),
                        "LINKGATE_ADMIN_TOKEN",
                        Gateway.ADMIN_TOKEN,
                        "LINKGATE_MASTER_KEY",
                        Gateway.MASTER_KEY,
                        "LINKGATE_ATLAS_BASE_URL",
                        atlas.baseUrl().toString(),
                        "LINKGATE_READS_MAX_AGE", // each read must meet the credential as it is now
                        "0",
                        "ATLAS_PUBLIC_KEY",
                        Gateway.PUBLIC_KEY,
                        "ATLAS_PRIVATE_KEY",
                        Gateway.PRIVATE_KEY,
                        "LOGGING_LEVEL_ROOT",
                        "TRACE",
                        "LOGGING_LEVEL_DEV_LINKGATE",
                        "TRACE"))
                .awaitReady();
    }

    private void walk(Caller anybody, HouseRules house, SimulatedAtlas atlas) {
        Caller administrator = anybody.with("Authorization", "Bearer " + Gateway.ADMIN_TOKEN);
        assertThat(administrator.put("/admin/teams/payments", "{\"description\":\"\"}"))
                .hasStatus(201);
        Answer made = administrator.post("/admin/teams/payments/keys", "{\"label\":\"ci\"}");
        String key = made.text("/key");
        secrets.add(key);
        house.forbid(key);
        assertThat(administrator.put("/admin/teams/payments/grants/" + project, "{\"role\":\"editor\"}"))
                .hasStatus(201);
        Caller editor = anybody.with("Authorization", "Bearer " + key);

        assertThat(editor.get("/projects")).isOk();
        String id = Scene.newEndpoint();
        assertThat(editor.post(endpoints, Scene.body(id))).hasStatus(201);
        assertThat(editor.get(endpoints)).isOk();
        assertThat(editor.delete(endpoints + "/" + id)).hasStatus(202);
        assertThat(editor.post(endpoints, Scene.body(MagicEndpoint.CONFLICT.onAdding(0))))
                .isProblem("atlas-conflict");
        assertThat(editor.post(endpoints, Scene.body(MagicEndpoint.RESET_AFTER.onAdding(0))))
                .hasStatus(201);
        assertThat(editor.post(endpoints, "{")).isProblem("invalid-request");
        assertThat(anybody.with("Authorization", "Bearer " + key + "x").get("/projects"))
                .isProblem("unauthenticated");
        assertThat(anybody.with("Authorization", "Basic " + key).get("/projects"))
                .isProblem("unauthenticated");

        String credential = "/admin/credentials/second";
        for (String body : List.of(
                "{\"kind\":\"digest\",\"publicKey\":\"a\",\"privateKey\":\"" + SECOND_KEY + "\",\"colour\":1}",
                "{\"kind\":\"digest\",\"publicKey\":\"a\",\"privateKey\":[\"" + SECOND_KEY + "\"]}",
                "{\"kind\":\"digest\",\"publicKey\":\"a\",\"privateKey\":\"" + SECOND_KEY,
                "{\"privateKey\":" + SECOND_KEY + "}",
                "\"" + SECOND_KEY + "\"")) {
            assertThat(administrator.put(credential, body)).isProblem("invalid-request");
        }
        assertThat(administrator.put(credential, digestKey(SECOND_KEY))).hasStatus(201);
        assertThat(administrator.put(credential + "?verify=true", digestKey(WRONG_KEY)))
                .isProblem("credential-rejected");
        assertThat(administrator.put(
                        credential + "?verify=true",
                        "{\"kind\":\"service-account\",\"clientId\":\"mdb_sa_id_1\",\"clientSecret\":\"" + CLIENT_SECRET
                                + "\"}"))
                .isOk();
        assertThat(administrator.put("/admin/projects/" + project, "{\"name\":\"p\",\"credential\":\"second\"}"))
                .hasStatus(201);
        assertThat(editor.get(endpoints)).isOk();
        atlas.revokeServiceAccount("mdb_sa_id_1");
        atlas.revokeTokens();
        assertThat(editor.get(endpoints)).isProblem("atlas-credential-rejected");
        assertThat(administrator.put("/admin/credentials/default", digestKey(WRONG_KEY)))
                .isOk();
        assertThat(administrator.put("/admin/projects/" + project, "{\"name\":\"p\"}"))
                .isOk();
        assertThat(editor.get(endpoints)).isProblem("atlas-credential-rejected");
        assertThat(administrator.get("/admin/audit?limit=500")).isOk();
        assertThat(administrator.get("/admin/credentials")).isOk();
        assertThat(administrator.get("/admin/teams/payments/keys")).isOk();
    }

    /** Tokens where they do not belong, and in requests that cannot be read. A list's links show its own query. */
    private void misplace(Caller anybody) {
        for (String token : List.of(secrets.getLast(), Gateway.ADMIN_TOKEN)) {
            Caller known = anybody.with("Authorization", "Bearer " + token);
            for (Caller caller : List.of(anybody, known)) {
                for (String path : List.of(
                        "/projects?token=",
                        "/admin/teams?itemsPerPage=1&token=",
                        "/problems?token=",
                        "/nowhere?token=",
                        "/projects//?token=",
                        "/swagger-ui/index.html?token=",
                        "/v3/api-docs?token=",
                        "/livez?token=",
                        "/",
                        "/projects/",
                        "/problems/",
                        "/swagger-ui/",
                        "/admin/teams/",
                        "/operations/",
                        endpoints + "?pretty=true&access_token=")) {
                    caller.get(path + token);
                    caller.post(path + token, "{");
                }
            }
            for (String request : List.of(
                    "GET /projects?token=%s<> HTTP/1.1\nHost: a\n\n",
                    "GET /projects?pageNum=%%zz%s HTTP/1.1\nHost: a\nAuthorization: Bearer %1$s\n\n",
                    "GET /projects?%s=%%zz&pretty=true HTTP/1.1\nHost: a\n\n",
                    "GET /projects?token=%s HTTP/9.9\nHost: a\n\n",
                    "GET /projects?token=%s\n\n",
                    "G<T /projects?token=%s HTTP/1.1\nHost: a\n\n",
                    "GET /projects HTTP/1.1\nHost: %s/\n\n",
                    "GET /projects HTTP/1.1\nHost: a\nno name: %s\n\n",
                    "GET /projects HTTP/1.1\nHost: a\nAuthorization: Bearer %s\u0000\n\n",
                    "GET /projects HTTP/1.1\nHost: a\nAuthorization: Bearer %s\nAuthorization: Bearer %1$s\n\n")) {
                Socket.sayPlainly(anybody.base(), request.formatted(token));
            }
        }
    }

    private static String digestKey(String privateKey) {
        return "{\"kind\":\"digest\",\"publicKey\":\"" + Gateway.PUBLIC_KEY + "\",\"privateKey\":\"" + privateKey
                + "\"}";
    }

    private static List<String> excerpt(String log, String secret) {
        return log.lines()
                .filter(line -> line.contains(secret))
                .map(line -> line.substring(0, Math.min(line.length(), 300)))
                .distinct()
                .limit(20)
                .toList();
    }
}
