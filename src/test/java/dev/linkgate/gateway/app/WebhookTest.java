package dev.linkgate.gateway.app;

import static dev.linkgate.gateway.app.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.feature.webhooks.TestReceiver;
import dev.linkgate.gateway.feature.webhooks.TestReceiver.Received;
import dev.linkgate.gateway.feature.webhooks.TestReceiver.Reply;
import dev.linkgate.gateway.feature.webhooks.following.FollowingWords;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.sandbox.state.EndpointStatus;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Webhooks, with receivers on this machine. {@code WebhookStoresTest} has the statements on each database, and
 * {@code WebhookDeliveryTest} deliveries by two replicas on PostgreSQL.
 */
@Tag("postgresql")
class WebhookTest {

    private static final String SECRET = "whsec_" + base64("the secret that signs the events");
    private static final String NEXT_SECRET = "whsec_" + base64("the secret that signs the next ones");

    /** It is not shared, because its webhooks are told what other tests do, too. */
    private static final Gateway GATEWAY = Gateway.start(
            "linkgate.webhooks.allow=127.0.0.0/8,hooks.example.com",
            "linkgate.webhooks.longest-pause=50ms",
            "linkgate.webhooks.timeout=60s",
            "linkgate.operations.poll-interval=20ms",
            "ATLAS_HOOK_SECRET=" + SECRET);

    private final Gateway gateway = GATEWAY;
    private final Caller admin = gateway.administrator();
    private final TestReceiver receiver = TestReceiver.start();
    private final String name = "hook-" + Gateway.unused(6);
    private final ProjectId project = new ProjectId(Gateway.unused(24));

    WebhookTest() {
        List.of(SECRET, NEXT_SECRET).forEach(gateway.house()::forbid);
    }

    @AfterAll
    static void close() {
        GATEWAY.close();
    }

    @AfterEach
    void removeTheWebhook() {
        admin.delete("/admin/webhooks/" + name);
        receiver.close();
    }

    @Test
    void anEventArrivesSigned() {
        put(SECRET);
        tell("/projects/" + project + "/links/a", 1);

        Received event = awaited(1).getFirst();

        assertThat(event.text("specversion")).isEqualTo("1.0");
        assertThat(event.text("type")).isEqualTo("endpoint.settled");
        assertThat(event.text("subject")).isEqualTo("/projects/" + project + "/links/a");
        assertThat(event.text("source")).isEqualTo("linkgate");
        assertThat(event.text("projectid")).isEqualTo(project.value());
        assertThat(Instant.parse(event.text("time"))).isBeforeOrEqualTo(Instant.now());
        assertThat(event.number()).isEqualTo(1);
        assertThat(event.header("Content-Type")).isEqualTo("application/cloudevents+json; charset=utf-8");
        assertThat(event.header("webhook-id")).isEqualTo(event.text("id")).startsWith("evt_");
        assertThat(event.header("webhook-signature")).isEqualTo(signature(event, SECRET));
        assertThat(delivered(1))
                .has("/results/0/event", event.text("id"))
                .has("/results/0/status", 204)
                .has("/results/0/tries", 1);
    }

    @Test
    void endpointsOfDataFederationAreToldOfToo() {
        Scene scene = Scene.in(gateway).registered();
        Caller editor = scene.editor();
        String id = Scene.newEndpoint();
        String path = "/projects/" + scene.project() + "/federation-endpoints/" + id;
        put(SECRET, "federation-endpoint.*");

        assertThat(editor.put(path)).hasStatus(201);
        assertThat(editor.put(path, "{\"comment\":\"reports\"}")).isOk();
        assertThat(editor.delete(path)).hasStatus(204);

        assertThat(awaited(2))
                .extracting(
                        event -> event.text("type"),
                        event -> event.text("projectid"),
                        event -> event.text("subject"),
                        event -> event.json().at("/data/target/kind").asString(),
                        event -> event.json().at("/data/interfaceEndpointId").asString(),
                        event -> event.json().at("/data/linkId").isMissingNode())
                .containsExactly(
                        tuple(
                                "federation-endpoint.added",
                                scene.project().value(),
                                path,
                                "federation-endpoint",
                                id,
                                true),
                        tuple(
                                "federation-endpoint.removed",
                                scene.project().value(),
                                path,
                                "federation-endpoint",
                                id,
                                true));
    }

    @Test
    void twoSecretsSignWhileOneReplacesTheOther() {
        assertThat(put("env:ATLAS_HOOK_SECRET")).hasStatus(201);
        assertThat(put(NEXT_SECRET)).isOk().has("/waiting", 0);
        tell("/x", 1);

        Received event = awaited(1).getFirst();

        assertThat(event.header("webhook-signature"))
                .isEqualTo(signature(event, NEXT_SECRET) + " " + signature(event, SECRET));
        assertThat(admin.get("/admin/webhooks/" + name).text("/previousSecretUntil"))
                .isNotEmpty();
    }

    @Test
    void aReceiverThatHangsDelaysNoOther() {
        CountDownLatch hold = new CountDownLatch(1);
        try (TestReceiver hanging = TestReceiver.start()) {
            hanging.answers(event -> {
                await(hold);
                return Reply.of(200);
            });
            String other = name + "-hanging";
            assertThat(admin.put("/admin/webhooks/" + other, body(hanging.url(), SECRET, "")))
                    .hasStatus(201);
            put(SECRET);
            for (int number = 0; number < 20; number++) {
                tell("/subject/" + number, number);
            }

            delivered(20);

            assertThat(hanging.received()).hasSizeLessThanOrEqualTo(4);
            hold.countDown();
            assertThat(admin.delete("/admin/webhooks/" + other)).hasStatus(204);
        } finally {
            hold.countDown();
        }
    }

    @Test
    void aReceiverThatIsGoneDisablesItsWebhook() {
        receiver.answers(event -> Reply.of(410));
        put(SECRET);
        tell("/x", 1);

        Answer disabled = Patience.until(
                () -> admin.get("/admin/webhooks/" + name),
                answer -> !answer.json().path("enabled").asBoolean());

        assertThat(disabled).has("/disabledReason", "the receiver answered 410: it is gone");
        assertThat(admin.get("/admin/webhooks/" + name + "/deliveries?state=GIVEN_UP")
                        .results("status"))
                .containsExactly("410");
        assertThat(admin.get("/admin/audit?action=webhook.put&limit=1&target=webhook:" + name))
                .has("/results/0/actor/kind", "system")
                .has("/results/0/change/before/enabled", true)
                .has("/results/0/change/after/enabled", false);
        receiver.answers(event -> Reply.of(204));
        assertThat(put(SECRET)).isOk().has("/enabled", true).isNullAt("/disabledReason");
        tell("/x", 2);
        assertThat(awaited(2).getLast().number()).isEqualTo(2);
    }

    @Test
    void aTestDeliveryShowsNothingOnceTheRightHasEnded() {
        put(SECRET);
        NewAdministrator tester = NewAdministrator.in(gateway, "operator");
        receiver.answers(event -> {
            assertThat(admin.delete(tester.path() + "/keys/" + tester.keyId())).hasStatus(204);
            return new Reply(202, Map.of(), "thank you");
        });

        assertThat(tester.caller().post("/admin/webhooks/" + name + "/test", ""))
                .isProblem("unauthenticated");
    }

    @Test
    void aTestDeliveryShowsTheAnswer() {
        put(SECRET);
        receiver.answers(event -> new Reply(202, Map.of(), "thank\u202e you"));

        Answer test = admin.post("/admin/webhooks/" + name + "/test", "");

        assertThat(test).isOk().has("/delivered", true).has("/status", 202).has("/body", "thank  you");
        Received event = awaited(1).getFirst();
        assertThat(event.text("type")).isEqualTo("webhook.test");
        assertThat(event.header("webhook-signature")).isEqualTo(signature(event, SECRET));

        receiver.answers(event2 -> new Reply(302, Map.of("Location", receiver.url()), ""));
        assertThat(admin.post("/admin/webhooks/" + name + "/test", ""))
                .isOk()
                .has("/delivered", false)
                .has("/status", 302);
        assertThat(receiver.received())
                .filteredOn(received -> received.text("type").equals("webhook.test"))
                .hasSize(2);
        receiver.close();
        assertThat(admin.post("/admin/webhooks/" + name + "/test", ""))
                .isOk()
                .has("/detail", "the connection was refused");
    }

    @Test
    void aReceiverCannotMakeASeriesOfEachStatus() {
        put(SECRET);
        for (int status : new int[] {598, 799, 998}) {
            receiver.answers(event -> Reply.of(status));
            assertThat(admin.post("/admin/webhooks/" + name + "/test", "")).has("/status", status);
        }

        assertThat(gateway.metric(
                        "linkgate_webhooks_tries_seconds_count", "webhook=\"" + name + "\"", "outcome=\"other\""))
                .isEqualTo(3);
    }

    @Test
    void anEndpointIsToldUntilItHasSettledAndUntilItIsGone() {
        Scene scene = Scene.in(gateway);
        scene.hasEndpoint(EndpointStatus.AVAILABLE);
        Caller editor = scene.editor();
        String endpoint = Scene.newEndpoint();
        assertThat(admin.put(
                        "/admin/webhooks/" + name,
                        body(receiver.url(), SECRET, ",\"projects\":[\"" + scene.project() + "\"]")))
                .hasStatus(201);

        Answer added = editor.post(scene.endpoints(), Scene.body(endpoint));
        assertThat(added).hasStatus(201);
        Received first = awaited(1).getFirst();
        assertThat(first.text("type")).isEqualTo("endpoint.added");
        assertThat(first.text("subject")).isEqualTo(scene.endpoint(endpoint));
        assertThat(first.json().at("/data/receipt").asString()).isEqualTo(added.header("Audit-Receipt"));
        assertThat(first.json().at("/data/requestId").asString()).isEqualTo(added.header("X-Request-Id"));

        gateway.atlasClock().advance(Duration.ofMinutes(10));
        Received second = awaited(2).getLast();
        assertThat(second.text("type")).isEqualTo("endpoint.settled");
        assertThat(second.json().at("/data/endpoint"))
                .isEqualTo(editor.get(scene.endpoint(endpoint)).json());

        assertThat(editor.delete(scene.endpoint(endpoint))).hasStatus(202);
        gateway.atlasClock().advance(Duration.ofMinutes(10));
        assertThat(awaited(3).getLast().text("type")).isEqualTo("endpoint.removed");
    }

    @Test
    void aDeclaredWebhookIsMadeOnce() {
        String declaration =
                "{\"webhooks\":{\"%s\":{\"url\":\"%s\",\"secret\":\"env:ATLAS_HOOK_SECRET\",\"events\":[\"endpoint.*\"]}}}"
                        .formatted(name, receiver.url());

        assertThat(admin.post("/admin/config", declaration))
                .isOk()
                .has("/changes/0/kind", "webhook")
                .has("/changes/0/change", "create");
        assertThat(admin.post("/admin/config", declaration)).isOk().hasNo("/changes/0");
        tell("/x", 1);
        assertThat(awaited(1).getFirst().number()).isEqualTo(1);

        receiver.answers(event -> Reply.of(410));
        tell("/x", 2);
        Patience.until(() ->
                !admin.get("/admin/webhooks/" + name).json().path("enabled").asBoolean());
        assertThat(admin.post("/admin/config", declaration))
                .isOk()
                .hasNo("/changes/0")
                .has(
                        "/warnings/0",
                        "The webhook " + name + " stays disabled, because its receiver said that it is gone. Declare"
                                + " another URL, or enable it with a PUT");

        assertThat(admin.post("/admin/config", declaration.replace("env:ATLAS_HOOK_SECRET", SECRET)))
                .isInvalidIn("webhooks." + name + ".secret");
        assertThat(admin.post("/admin/config", declaration.replace("[\"endpoint.*\"]", "[\"endpoints\",1]")))
                .isInvalidIn("webhooks." + name + ".events[1]", "webhooks." + name + ".events[0]");
    }

    /** A later version was replaced with this one. */
    @Test
    void anEventOfALaterVersionHoldsUpNothing() {
        put(SECRET);
        gateway.database()
                .sql("INSERT INTO webhook_delivery (webhook, event_id, created_at, type, subject, body, next_at)"
                        + " VALUES (?, 'evt_later', ?, 'endpoint.moved', '/x',"
                        + " '{\"type\":\"endpoint.moved\",\"data\":{\"number\":1}}', 0)")
                .params(name, Micros.of(Instant.now()))
                .update();
        tell("/x", 2);

        assertThat(awaited(2)).extracting(Received::number).containsExactly(1, 2);
        assertThat(receiver.received().getFirst().text("type")).isEqualTo("endpoint.moved");
    }

    /** A day later, by the times in the database. */
    @Test
    void anEventIsGivenUpAfterADay() {
        receiver.answers(event -> Reply.of(500));
        put(SECRET);
        tell("/x", 1);
        awaited(2);
        gateway.database()
                .sql("UPDATE webhook_delivery SET created_at = created_at - 86400000000 WHERE webhook = ?")
                .param(name)
                .update();
        tell("/x", 2);

        Answer givenUp = Patience.until(
                () -> admin.get("/admin/webhooks/" + name + "/deliveries?state=GIVEN_UP"),
                answer -> !answer.results("event").isEmpty());

        assertThat(givenUp).has("/results/0/status", 500).has("/results/0/detail", "the receiver answered 500");
        receiver.answers(event -> Reply.of(204));
        assertThat(Patience.until(receiver::received, all -> all.getLast().number() == 2))
                .isNotEmpty();
        assertThat(gateway.metric("linkgate_webhooks_given_up_total", "webhook=\"" + name + "\""))
                .isEqualTo(1);
    }

    @Test
    void badWebhooksAreRefused() {
        String path = "/admin/webhooks/" + name;
        assertThat(admin.put(path, "{}")).isInvalidIn("url");
        assertThat(admin.put(path, "{\"url\":\"" + receiver.url() + "\"}")).isInvalidIn("secret");
        assertThat(admin.put(path, body("https://10.0.0.1/", SECRET, ""))).isInvalidIn("url");
        assertThat(admin.put(path, body(receiver.url() + "\u202e", SECRET, ""))).isInvalidIn("url");
        assertThat(admin.put(path, body("http://hooks.example.com/", SECRET, "")))
                .isInvalidIn("url");
        assertThat(admin.put(path, body(receiver.url() + "?token=1", "whsec_AAAA", ",\"projects\":[\"x\",null]")))
                .isInvalidIn("url", "secret", "projects[0]", "projects[1]");
        assertThat(admin.put(path, body(receiver.url(), "env:HOME", ",\"events\":[\"endpoint.setled\"]")))
                .isInvalidIn("secret", "events[0]");
        assertThat(admin.put(path, body(receiver.url(), "env:ATLAS_PRIVATE_KEY", "")))
                .isInvalidIn("secret");
        assertThat(admin.put(path, body(receiver.url(), "file:../../etc/passwd", "")))
                .isInvalidIn("secret");
        assertThat(admin.put(path, body(receiver.url(), SECRET, ",\"sekret\":1")))
                .isInvalidIn("sekret");
        assertThat(admin.put("/admin/webhooks/Hook", body(receiver.url(), SECRET, "")))
                .isInvalidIn("name");
        assertThat(admin.get(path)).isProblem("webhook-not-found");
        assertThat(admin.get(path + "/deliveries")).isProblem("webhook-not-found");
        assertThat(admin.get(path + "/deliveries?state=LOST")).isInvalidIn("state");
        assertThat(admin.post(path + "/test", "")).isProblem("webhook-not-found");
        assertThat(admin.delete(path)).isProblem("webhook-not-found");
    }

    /** Its addresses might be in an allowed network, so it is no error. */
    @Test
    void aHostThatIsNotNamedIsStoredWithAWarning() {
        String path = "/admin/webhooks/" + name;

        Answer stored = admin.put(path, body("https://hooks.example.net/events", SECRET, ",\"enabled\":false"));

        assertThat(stored).hasStatus(201);
        assertThat(stored.text("/warnings/0")).contains("No event is sent", "linkgate.webhooks.allow");
        assertThat(admin.get(path)).isOk().hasNo("/warnings/0");
        assertThat(put(SECRET)).isOk().hasNo("/warnings/0");
        assertThat(admin.put(path, body("http://localhost:9/events", SECRET, ",\"enabled\":false")))
                .isOk()
                .hasNo("/warnings/0");
    }

    /** For what {@link #tell(String, int)} tells: the gateway's first checkpoint would be one event more. */
    private Answer put(String secret) {
        return put(secret, "endpoint.*");
    }

    private Answer put(String secret, String events) {
        return admin.put("/admin/webhooks/" + name, body(receiver.url(), secret, ",\"events\":[\"" + events + "\"]"));
    }

    private static String body(String url, String secret, String more) {
        return "{\"url\":\"%s\",\"secret\":\"%s\"%s}".formatted(url, secret, more);
    }

    private void tell(String subject, int number) {
        Event event =
                new Event(FollowingWords.ENDPOINT_SETTLED, subject, Target.project(project), Map.of("number", number));
        Outbox outbox = gateway.context().getBean(Outbox.class);
        gateway.context().getBean(TransactionTemplate.class).executeWithoutResult(status -> outbox.add(event));
    }

    private List<Received> awaited(int events) {
        return Patience.until(receiver::received, received -> received.size() >= events);
    }

    private Answer delivered(int events) {
        return Patience.until(
                () -> admin.get("/admin/webhooks/" + name + "/deliveries?state=DELIVERED"),
                answer -> answer.results("event").size() == events);
    }

    /** The signature of https://github.com/standard-webhooks/standard-webhooks, without our own code. */
    private static String signature(Received event, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            String signed = event.header("webhook-id") + "." + event.header("webhook-timestamp") + "." + event.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
