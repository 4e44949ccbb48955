package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work whose caller loses the right to it. */
@Alone
class LostRightsTest {

    /** How a caller loses its right. */
    enum Loss {
        KEY_REVOKED("unauthenticated"),
        KEY_EXPIRED("unauthenticated"),
        KEY_BOUND("unauthenticated"),
        ROLE_LOWERED("forbidden"),
        GRANT_REMOVED("forbidden"),
        TEAM_REMOVED("unauthenticated");

        private final String problem;

        Loss(String problem) {
            this.problem = problem;
        }
    }

    /** A caller's removal of an endpoint, which has to wait for the link's lock. */
    private record Removal(Loss loss, Gateway gateway, Scene scene, NewTeam team, String endpoint) {

        static Removal of(Gateway gateway, Loss loss) {
            Scene scene = Scene.in(gateway);
            NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
            String endpoint = scene.hasEndpoint(EndpointStatus.AVAILABLE);
            scene.hasEndpoint(EndpointStatus.AVAILABLE);
            gateway.database()
                    .sql("INSERT INTO link_lock (subject, holder, expires_at) VALUES (?, 'another replica', ?)")
                    .params(scene.linkPath(), Micros.of(Instant.now().plus(Duration.ofMinutes(5))))
                    .update();
            return new Removal(loss, gateway, scene, team, endpoint);
        }

        CompletableFuture<Answer> send() {
            return CompletableFuture.supplyAsync(
                    () -> team.caller().delete(scene.endpoint(endpoint)), Thread.ofPlatform()::start);
        }

        void waits() {
            Patience.until(this::removalsOnRecord, count -> count == 1);
        }

        private long removalsOnRecord() {
            return gateway.database()
                    .sql("SELECT COUNT(*) FROM audit_record WHERE action = 'endpoint.remove' AND project_id = ?")
                    .param(scene.project().value())
                    .query(Long.class)
                    .single();
        }

        void isNotSent(Answer answer) {
            assertThat(answer).isProblem(loss.problem);
            assertThat(gateway.atlas().log().seen())
                    .noneMatch(request ->
                            request.method().equals("DELETE") && request.uri().contains(endpoint));
            assertThat(gateway.administrator()
                            .get("/admin/audit?action=endpoint.remove&limit=1&projectId=" + scene.project()))
                    .has("/results/0/code", loss.problem);
        }
    }

    private static void lose(Gateway gateway, NewTeam team, Scene scene, Loss loss) {
        Caller administrator = gateway.administrator();
        String grant = team.path() + "/grants/" + scene.project();
        switch (loss) {
            case KEY_REVOKED -> administrator.delete(team.path() + "/keys/" + team.keyId());
            case KEY_EXPIRED -> team.keyExpires();
            case KEY_BOUND -> {
                gateway.changeRights("UPDATE api_key SET networks = '192.0.2.0/24' WHERE id = ?", team.keyId());
            }
            case ROLE_LOWERED -> administrator.put(grant, "{\"role\":\"viewer\"}");
            case GRANT_REMOVED -> administrator.delete(grant);
            case TEAM_REMOVED -> administrator.delete(team.path());
        }
    }

    /**
     * Each waits, and asks for its right once a second, so they do so together. A process that stood still for seconds,
     * as while its heap was collected, cannot know rights and ends all waits; then they wait once more.
     */
    @Tag("postgresql")
    @Test
    void aRemovalThatWaitsForTheLinksLockIsNotSent() {
        Gateway gateway = Gateway.alone();
        Map<Removal, Answer> answers = losing(gateway);
        while (answers.values().stream().anyMatch(answer -> answer.text("/code").equals("link-not-ready"))) {
            answers = losing(gateway);
        }
        answers.forEach(Removal::isNotSent);
    }

    private static Map<Removal, Answer> losing(Gateway gateway) {
        List<Removal> removals =
                Stream.of(Loss.values()).map(loss -> Removal.of(gateway, loss)).toList();
        List<CompletableFuture<Answer>> answers =
                removals.stream().map(Removal::send).toList();
        removals.forEach(Removal::waits);
        removals.forEach(removal -> lose(gateway, removal.team(), removal.scene(), removal.loss()));
        return IntStream.range(0, removals.size())
                .boxed()
                .collect(Collectors.toMap(removals::get, i -> answers.get(i).join()));
    }
}
