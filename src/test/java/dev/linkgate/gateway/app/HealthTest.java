package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The view of the operator's probes and scrapers. */
class HealthTest {

    private final Gateway gateway = Gateway.shared();

    @Test
    void callersWordsNeverBecomeLabels() {
        gateway.anonymous().send("GOSSIP", "/projects", BodyPublishers.noBody());
        assertThat(gateway.operator().get("/actuator/prometheus").body())
                .contains("method=\"UNKNOWN\"")
                .doesNotContain("GOSSIP");
    }

    @Test
    void requestsAreTimedUnderTheNamesOfSpringBoot() {
        Scene scene = Scene.in(gateway);
        Caller viewer = scene.viewer();
        assertThat(viewer.get(scene.linkPath())).isOk();
        assertThat(viewer.post(scene.endpoints(), Scene.body(Scene.newEndpoint())))
                .isProblem("forbidden");
        assertThat(viewer.get("/nowhere")).isProblem("not-found");

        String count = "http_server_requests_seconds_count";
        String application = "application=\"linkgate\"";
        assertThat(gateway.metric(
                        count,
                        application,
                        "exception=\"none\"",
                        "method=\"GET\"",
                        "outcome=\"SUCCESS\"",
                        "status=\"200\"",
                        "uri=\"/projects/{projectId}/links/{linkId}\""))
                .isPositive();
        assertThat(gateway.metric(
                        count,
                        application,
                        "exception=\"LinkgateException\"",
                        "method=\"POST\"",
                        "outcome=\"CLIENT_ERROR\"",
                        "status=\"403\"",
                        "uri=\"/projects/{projectId}/links/{linkId}/endpoints\""))
                .isPositive();
        assertThat(gateway.metric(count, application, "status=\"404\"", "uri=\"UNKNOWN\""))
                .isPositive();
    }

    @Test
    void everyMetricIsExplained() {
        String metrics = gateway.operator().get("/actuator/prometheus").body();

        List<String> explained = matches("# HELP (\\S+) \\S.*", metrics);
        assertThat(matches("# TYPE (\\S+) .*", metrics)).isNotEmpty().isSubsetOf(explained);
    }

    private static List<String> matches(String line, String metrics) {
        return Pattern.compile(line)
                .matcher(metrics)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    /** Some monitors send what a browser sends. */
    @Test
    void aProbeIsAnsweredWithJsonWhateverItAccepts() {
        for (String probe : List.of("/livez", "/readyz")) {
            assertThat(gateway.anonymous().with("Accept", "text/html").get(probe))
                    .isOk()
                    .hasHeader("Content-Type", "application/json");
        }
    }

    @Test
    void theApiPortShowsNoManagement() {
        for (String path : List.of("/actuator", "/actuator/health", "/actuator/prometheus")) {
            assertThat(gateway.anonymous().get(path)).isProblem("unauthenticated");
            assertThat(gateway.administrator().get(path)).isProblem("not-found");
        }
    }

    @Test
    void theMetricsNameRoutesAndNoIds() {
        Scene scene = Scene.in(gateway);
        Caller editor = scene.editor();
        String id = Scene.newEndpoint();
        editor.post(scene.endpoints(), Scene.body(id));
        editor.get(scene.endpoint(id));
        editor.get("/projects/" + scene.project() + "/nowhere");

        String metrics = gateway.operator().get("/actuator/prometheus").body();

        assertThat(metrics)
                .contains("http_server_requests_seconds_count")
                .contains("uri=\"/projects/{projectId}/links/{linkId}/endpoints/{interfaceEndpointId}\"")
                .contains("linkgate_atlas_calls")
                .doesNotContain(scene.project().value(), scene.link().value(), id, "team-", "lgk_")
                .doesNotContain(Gateway.ADMIN_TOKEN, Gateway.PUBLIC_KEY, Gateway.PRIVATE_KEY);
    }

    /** Each question to it ends with a real time-out. */
    @Tag("harness")
    @Test
    void gatewayWithoutDatabaseIsAliveButNotReady() {
        try (Gateway other = Gateway.start(TestDatabase.POSTGRESQL)) {
            Scene scene = Scene.in(other);
            Caller editor = scene.editor();
            assertThat(other.anonymous().get("/readyz")).isOk();
            long requests = other.atlas().log().requests();

            loseStore(other);

            // The answer has the form that probes know, and is no problem.
            Caller probe = new Caller(other.url(), answer -> answer, Map.of());
            assertThat(Patience.until(
                            () -> probe.get("/readyz"),
                            answer -> answer.body().contains("\"db\":{\"status\":\"DOWN\"")))
                    .hasStatus(503)
                    .has("/status", "DOWN");
            assertThat(other.anonymous().get("/livez")).isOk();
            Answer refused = editor.post(scene.endpoints(), Scene.body(Scene.newEndpoint()));
            assertThat(refused).hasStatus(503);
            assertThat(refused.text("/code")).isIn("audit-unavailable", "access-unconfirmed");
            assertThat(other.atlas().log().requests()).isEqualTo(requests);

            findStore(other); // or the end of the gateway waits for it
            assertThat(Patience.until(() -> probe.get("/readyz"), answer -> answer.status() == 200))
                    .has("/status", "UP");
        }
    }

    /** Refuses new connections to its database, and closes the existing ones. */
    private static void loseStore(Gateway gateway) {
        allowConnections(gateway, false);
        server(gateway)
                .sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ?")
                .param(databaseOf(gateway))
                .query(Long.class)
                .single();
    }

    private static void findStore(Gateway gateway) {
        allowConnections(gateway, true);
    }

    private static void allowConnections(Gateway gateway, boolean allowed) {
        server(gateway)
                .sql("ALTER DATABASE " + databaseOf(gateway) + " ALLOW_CONNECTIONS " + allowed)
                .update();
    }

    private static JdbcClient server(Gateway gateway) {
        String url = urlOf(gateway).replace("/" + databaseOf(gateway) + "?", "/postgres?");
        return JdbcClient.create(new DriverManagerDataSource(url));
    }

    private static String databaseOf(Gateway gateway) {
        return URI.create(urlOf(gateway).substring("jdbc:".length())).getPath().substring(1);
    }

    private static String urlOf(Gateway gateway) {
        return gateway.context().getEnvironment().getRequiredProperty("spring.datasource.url");
    }
}
