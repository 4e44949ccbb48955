package dev.linkgate.gateway.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.access.masterkeys.TestKeys;
import dev.linkgate.gateway.platform.encryption.KeyRing;
import dev.linkgate.gateway.platform.outbox.Event;
import dev.linkgate.gateway.platform.outbox.EventType;
import dev.linkgate.gateway.platform.outbox.Outbox;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.store.Snapshots;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.kernel.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks and their deliveries when several replicas change them. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class WebhookStoresTest {

    private static final String NAME = "hook";
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final WebhookSettings SETTINGS = new WebhookSettings(
            List.of(),
            "linkgate",
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofDays(1),
            Duration.ofHours(4),
            20_000,
            Duration.ofSeconds(1),
            null);
    private static final SigningSecret FIRST = secret("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
    private static final SigningSecret SECOND = secret("MTEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");
    private static final SigningSecret THIRD = secret("MjEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz");

    private final TestDatabase kind;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final WebhookStore store;
    private final DeliveryStore deliveries;
    private final KeyRing keys = TestKeys.ring(KeyRing.generate());
    private final Webhooks webhooks;

    WebhookStoresTest(TestDatabase kind) {
        this.kind = kind;
        DataSource database = kind.asNew(WebhookStoresTest.class);
        jdbc = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        store = new WebhookStore(jdbc, JsonMapper.builder().build());
        deliveries = new DeliveryStore(jdbc);
        webhooks = new Webhooks(store, deliveries, keys, new Snapshots(jdbc, transactions), InstantSource.system());
    }

    /** A try for a webhook lasts while it is removed and made again. */
    @Test
    void theEndOfATryBelongsToItsEventOnly() {
        webhooks.put(NAME, webhook(FIRST));
        Delivery before = given("evt_before");
        webhooks.remove(NAME);
        webhooks.put(NAME, webhook(FIRST));
        Delivery after = given("evt_after");
        assertThat(after.position()).isEqualTo(before.position());

        assertThat(deliveries.failed(before, NOW, NOW.plusSeconds(60), 500, "no"))
                .isFalse();
        assertThat(deliveries.end(before, DeliveryState.DELIVERED, NOW, 204, null))
                .isFalse();

        assertThat(deliveries.due(NAME, NOW, 10)).containsExactly(after);
    }

    /** Of two tries at once, one was told to wait for an hour. */
    @Test
    void theLongestPauseHolds() {
        webhooks.put(NAME, webhook(FIRST));
        given("evt_1");
        deliveries.rest(NAME, NOW.plus(Duration.ofHours(1)));
        deliveries.rest(NAME, NOW.plusSeconds(1));

        assertThat(deliveries.due(NAME, NOW.plusSeconds(2), 10)).isEmpty();
        assertThat(deliveries.due(NAME, NOW.plus(Duration.ofHours(1)), 10)).hasSize(1);
    }

    /** The receiver has one of the two secrets that were stored, and both sign. */
    @Test
    void changesOfTheSecretAtTheSameTimeBuildOnEachOther() throws Exception {
        Webhook first = webhooks.put(NAME, webhook(FIRST)).now();
        try (ExecutorService replica = Executors.newSingleThreadExecutor()) {
            Future<?> changing = transactions.execute(status -> {
                store.save(first.signingWith(
                        keys.encrypt(Webhook.binding(NAME), SECOND.text()),
                        SECOND.fingerprint(),
                        Instant.now().plus(Duration.ofDays(1))));
                Future<?> other = replica.submit(() -> webhooks.put(NAME, webhook(THIRD)));
                if (kind == TestDatabase.POSTGRESQL) { // SQLite has one writer
                    Patience.until(() -> waitingForLocks() == 1);
                }
                return other;
            });
            changing.get();
        }

        assertThat(webhooks.get(NAME).signers(keys, Instant.now()))
                .extracting(SigningSecret::fingerprint)
                .containsExactly(THIRD.fingerprint(), SECOND.fingerprint());
    }

    /** On SQLite, writes wait for a transaction. */
    @Test
    void eventsForManyWebhooksAreGivenInManyTransactions() {
        List<String> names =
                IntStream.range(0, 50).mapToObj(number -> "hook-" + number).toList();
        names.forEach(name -> webhooks.put(name, webhook(FIRST)));
        JsonMapper json = JsonMapper.builder().build();
        Outbox outbox = new Outbox(jdbc, json, InstantSource.system());
        List<String> subjects = List.of("/one", "/two", "/three");
        transactions.executeWithoutResult(status -> subjects.forEach(
                subject -> outbox.add(new Event(EventType.LINK_CREATED, subject, Target.NONE, Map.of()))));
        EventFanOut fanOut = new EventFanOut(
                outbox,
                store,
                deliveries,
                new WebhookMetrics(new SimpleMeterRegistry()),
                transactions,
                json,
                SETTINGS,
                InstantSource.system());

        int rounds = 1;
        while (fanOut.run()) {
            rounds++;
        }

        assertThat(rounds).isGreaterThanOrEqualTo(subjects.size());
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(names)
                .allSatisfy(name -> assertThat(deliveries.due(name, Instant.now(), 10))
                        .extracting(Delivery::subject)
                        .containsExactlyElementsOf(subjects));
    }

    /** Counting the rows took a second for fifty webhooks with full backlogs, in a transaction for which writes wait. */
    @Test
    void theNumberOfThoseThatWaitIsKept() {
        webhooks.put(NAME, webhook(FIRST));
        Delivery first = given("evt_1");
        given("evt_2");
        given("evt_3");
        assertThat(deliveries.waiting(NAME)).isEqualTo(3).isEqualTo(waitingRows());

        transactions.executeWithoutResult(status -> deliveries.end(first, DeliveryState.DELIVERED, NOW, 204, null));
        assertThat(deliveries.end(first, DeliveryState.DELIVERED, NOW, 204, null))
                .isFalse();
        assertThat(deliveries.waiting(NAME)).isEqualTo(2).isEqualTo(waitingRows());

        transactions.executeWithoutResult(status -> deliveries.giveUp(NAME, NOW, NOW, "over"));
        assertThat(deliveries.waiting(NAME)).isZero().isEqualTo(waitingRows());
        assertThat(jdbc.sql("SELECT waiting FROM webhook").query(Long.class).single())
                .isZero();
    }

    @Test
    void aRemovedWebhookIsMeasuredNoLonger() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        WebhookMetrics metrics = new WebhookMetrics(meters);
        for (String name : List.of(NAME, "removed")) {
            metrics.givenUp(name, 1);
            metrics.tried(name, new TryResult.Answered(204, "", null), Duration.ZERO);
        }
        int others = meters.getMeters().size() - 4;

        metrics.keepOnly(Set.of(NAME));

        assertThat(meters.getMeters())
                .hasSize(others + 2)
                .noneMatch(meter -> "removed".equals(meter.getId().getTag("webhook")));
    }

    private long waitingRows() {
        return jdbc.sql("SELECT COUNT(*) FROM webhook_delivery WHERE result IS NULL")
                .query(Long.class)
                .single();
    }

    /** How many wait for the transaction of this thread. */
    private long waitingForLocks() {
        return jdbc.sql("SELECT count(*) FROM pg_locks"
                        + " WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")
                .query(Long.class)
                .single();
    }

    private Delivery given(String event) {
        return transactions.execute(status -> {
            long position = deliveries.lock(NAME, 1).orElseThrow();
            Delivery delivery = new Delivery(NAME, position, event, "endpoint.settled", "/one", "{}", NOW, 0);
            deliveries.add(delivery);
            return delivery;
        });
    }

    private static NewWebhook webhook(SigningSecret secret) {
        return new NewWebhook(
                WebhookUrl.of("https://hooks.example.com/"), secret, new EventFilter(List.of(), List.of()), true);
    }

    private static SigningSecret secret(String base64) {
        return SigningSecret.of("secret", Secret.of(SigningSecret.PREFIX + base64));
    }
}
