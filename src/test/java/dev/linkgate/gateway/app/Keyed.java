package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.sandbox.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A team's repeatable request: to add an endpoint, with an idempotency key. Behind its
 * gateway each request goes to Atlas once, so that one fault is enough to make it fail.
 */
record Keyed(Gateway gateway, Scene scene, NewTeam team, String key, String endpoint) {

    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    static Keyed on(TestDatabase database) {
        return in(Gateway.aloneWithoutRetries(database));
    }

    static Keyed in(Gateway gateway) {
        Scene scene = Scene.in(gateway);
        NewTeam team = NewTeam.in(gateway).may("editor", scene.project());
        return new Keyed(gateway, scene, team, "key-" + Gateway.unused(8), Scene.newEndpoint());
    }

    Caller caller() {
        return team.caller().with(HEADER, key);
    }

    /** Through another replica. */
    Caller caller(Gateway replica) {
        return replica.as(team.key()).with(HEADER, key);
    }

    Answer send() {
        return send(caller());
    }

    Answer send(Caller caller) {
        return caller.post(scene.endpoints(), Scene.body(endpoint));
    }

    /** The same key with another body. */
    Answer sendAnother() {
        return caller().post(scene.endpoints(), Scene.body(Scene.newEndpoint()));
    }

    static void assertReplayed(Answer again, Answer first) {
        assertThat(again).hasStatus(first.status()).hasHeader(REPLAYED, "true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
        assertThat(ownHeaders(again)).isEqualTo(ownHeaders(first));
    }

    private static Map<String, List<String>> ownHeaders(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet()
                .removeIf(name -> List.of("date", "x-request-id", "idempotency-replayed")
                        .contains(name.toLowerCase(Locale.ROOT)));
        return headers;
    }

    /** Atlas adds the endpoint, its answer is lost, and it cannot be asked either. */
    Answer isDoneWithoutAnybodyKnowing() {
        gateway.atlas()
                .faults()
                .next("POST", scene.project().value(), Fault.reset().afterApplying())
                .next("GET", endpoint, Fault.error(500, "UNEXPECTED_ERROR", "Unexpected error."));
        return send();
    }

    /** Lets Atlas's time pass once the endpoint exists. */
    void settles() {
        Patience.until(() -> team.caller().get(scene.endpoint(endpoint)), answer -> answer.status() == 200);
        gateway.atlasClock().advance(Duration.ofMinutes(1));
    }

    /** How many additions of this project's endpoints have reached Atlas, done or not. */
    long additionsSent() {
        return gateway.atlas().log().seen().stream()
                .filter(request -> request.authorized()
                        && request.method().equals("POST")
                        && request.uri().contains(scene.project().value()))
                .count();
    }

    /** How many of them were done. */
    long writesDone() {
        return scene.writes().size();
    }

    long keysHeld() {
        return gateway.database()
                .sql("SELECT count(*) FROM idempotency_claim")
                .query(Long.class)
                .single();
    }

    void whileTableIsGone(String table, Runnable test) {
        gateway.database().sql("ALTER TABLE " + table + " RENAME TO gone").update();
        try {
            test.run();
        } finally {
            gateway.database().sql("ALTER TABLE gone RENAME TO " + table).update();
        }
    }
}
