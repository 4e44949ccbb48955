package dev.linkgate.gateway.feature.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.UnreadableSecret;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.webhooks.DeliveryView.DeliveryState;
import dev.linkgate.gateway.feature.webhooks.Webhooks.NewWebhook;
import dev.linkgate.gateway.feature.webhooks.following.FollowingWords;
import dev.linkgate.gateway.feature.webhooks.target.WebhookUrl;
import dev.linkgate.kernel.ProjectId;
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
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks and their deliveries when several replicas change them. */
@OnEachDatabase
class WebhookStoresTest {

    private static final String NAME = "hook";
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(1);
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
        deliveries = TestOutbox.on(jdbc, () -> NOW);
        webhooks = new Webhooks(store, deliveries, keys, new Snapshots(jdbc, transactions), InstantSource.system());
    }

    /** A try for a webhook lasts while it is removed and made again. */
    @Test
    void theEndOfATryBelongsToItsEventOnly() {
        webhooks.put(NAME, webhook(FIRST));
        Delivery before = told("/one");
        webhooks.remove(NAME);
        webhooks.put(NAME, webhook(FIRST));
        Delivery after = told("/one");

        assertThat(deliveries.failed(before, NOW, NOW.plusSeconds(60), 500, "no"))
                .isFalse();
        assertThat(deliveries.tried(before, DeliveryState.DELIVERED, NOW, 204, null))
                .isFalse();

        assertThat(due()).containsExactly(after);
    }

    @Test
    void onlyTheFirstOfASubjectIsDueWheneverItIs() {
        webhooks.put(NAME, webhook(FIRST));
        Delivery first = told("/one");
        Delivery other = told("/other");
        tell("/one");
        assertThat(due()).containsExactly(first, other);

        assertThat(deliveries.failed(first, NOW, LATER.plusSeconds(1), 500, "no"))
                .isTrue();
        tell("/one");
        assertThat(due()).containsExactly(other);
        assertThat(deliveries.last(NAME, DeliveryState.WAITING))
                .as("each of the subject waits for the next try")
                .extracting(DeliveryView::nextTryAt)
                .filteredOn(LATER.plusSeconds(1)::equals)
                .hasSize(3);
        deliveries.hurry(NAME, LATER);
        Delivery again = due().getLast();
        assertThat(again.eventId()).isEqualTo(first.eventId());
        assertThat(again.tries()).isEqualTo(1);

        assertThat(deliveries.tried(first, DeliveryState.DELIVERED, NOW, 204, null))
                .as("with another number of tries")
                .isFalse();
        assertThat(deliveries.tried(again, DeliveryState.DELIVERED, NOW, 204, null))
                .isTrue();
        assertThat(due()).hasSize(2).doesNotContain(first, again);
    }

    /** Whatever the event tells must not fail with the removal of a webhook. */
    @Test
    void anEventCanBeStoredWhileItsWebhookIsRemoved() throws Exception {
        webhooks.put(NAME, webhook(FIRST));
        try (ExecutorService replica = Executors.newSingleThreadExecutor()) {
            Future<?> telling = transactions.execute(status -> {
                store.remove(NAME);
                Future<?> other = replica.submit(() -> tell("/one"));
                if (kind == TestDatabase.POSTGRESQL) { // SQLite has one writer
                    Patience.until(other::isDone);
                }
                return other;
            });
            telling.get();
        }
        webhooks.put(NAME, webhook(FIRST));

        assertThat(due()).as("of the webhook that was removed").isEmpty();
    }

    /** One of two tries at the same time was told to wait for an hour. */
    @Test
    void theLongestPauseHolds() {
        webhooks.put(NAME, webhook(FIRST));
        tell("/one");
        deliveries.noteFailure(NAME, LATER.plus(Duration.ofHours(1)));
        deliveries.noteFailure(NAME, LATER.minusSeconds(1));

        assertThat(due()).isEmpty();
        assertThat(deliveries.dueWebhooks(LATER)).isEmpty();
        assertThat(deliveries.due(NAME, LATER.plus(Duration.ofHours(1)), 10)).hasSize(1);
        assertThat(deliveries.failures(NAME)).isEqualTo(2);
    }

    @Test
    void eachWebhookGetsWhatItWants() {
        ProjectId project = new ProjectId("64b7f0c2a91d3e5f60718293");
        ProjectId another = new ProjectId("64b7f0c2a91d3e5f60718294");
        put("all", List.of(), List.of());
        put("of-all-types", List.of(), List.of("*"));
        put("of-a-group", List.of(), List.of("key.*", "endpoint.*"));
        put("of-a-type", List.of(), List.of("endpoint.added", "link.created"));
        put("of-another-type", List.of(), List.of("endpoint.removed"));
        put("of-projects", List.of(another.value(), project.value()), List.of("*"));
        put("of-another-project", List.of(another.value()), List.of());

        transactions.executeWithoutResult(status -> {
            deliveries.add(new Event(FollowingWords.ENDPOINT_ADDED, "/one", Target.project(project), Map.of()));
            deliveries.add(new Event(FollowingWords.ENDPOINT_ADDED, "/none", Target.NONE, Map.of()));
        });

        assertThat(receivers("/one")).containsExactly("all", "of-a-group", "of-a-type", "of-all-types", "of-projects");
        assertThat(receivers("/none")).containsExactly("all", "of-a-group", "of-a-type", "of-all-types");
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

    /** The webhook gets the same secret as before, or another one; the one that was given up signs nothing. */
    @Test
    void aSecretThatWasGivenUpCanBeStoredAgain() throws UnreadableSecret {
        for (SigningSecret again : List.of(FIRST, SECOND)) {
            webhooks.put(NAME, webhook(FIRST));
            webhooks.giveUp(webhooks.secrets());
            assertThat(webhooks.unreadable()).isEqualTo(1);
            assertThat(webhooks.underOtherKeys()).isZero();
            assertThatThrownBy(() -> webhooks.get(NAME).signers(keys, NOW)).isInstanceOf(UnreadableSecret.class);

            webhooks.put(NAME, webhook(again));

            assertThat(webhooks.get(NAME).signers(keys, NOW)).containsExactly(again);
            webhooks.remove(NAME);
        }
    }

    @Test
    void aFormerSecretThatIsGivenUpSignsNoLonger() throws UnreadableSecret {
        webhooks.put(NAME, webhook(FIRST));
        webhooks.put(NAME, webhook(SECOND));

        webhooks.giveUp(List.of(webhooks.secrets().getLast()));

        assertThat(webhooks.get(NAME).signers(keys, Instant.now())).containsExactly(SECOND);
        assertThat(webhooks.unreadable()).isZero();
    }

    @Test
    void whatWaitsBehindTooMuchIsGivenUp() {
        webhooks.put(NAME, webhook(FIRST));
        List<Delivery> all = List.of(told("/1"), told("/2"), told("/3"), told("/4"));

        assertThat(deliveries.giveUpBeyond(NAME, 4, "too many")).isZero();
        assertThat(deliveries.giveUpBeyond(NAME, 2, "too many")).isEqualTo(2);

        assertThat(due()).containsExactlyElementsOf(all.subList(0, 2));
        assertThat(deliveries.last(NAME, DeliveryState.GIVEN_UP))
                .extracting(DeliveryView::event, DeliveryView::detail)
                .containsExactly(
                        tuple(all.get(3).eventId(), "too many"),
                        tuple(all.get(2).eventId(), "too many"));
        assertThat(deliveries.totals().get(NAME).waiting()).isEqualTo(2);
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

    /** How many wait for the transaction of this thread. */
    private long waitingForLocks() {
        return jdbc.sql("SELECT count(*) FROM pg_locks"
                        + " WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")
                .query(Long.class)
                .single();
    }

    private void put(String name, List<String> projects, List<String> events) {
        webhooks.put(
                name,
                new NewWebhook(
                        WebhookUrl.of("https://hooks.example.com/"), FIRST, new EventFilter(projects, events), true));
    }

    private List<String> receivers(String subject) {
        return jdbc.sql("SELECT webhook FROM webhook_delivery WHERE subject = ? ORDER BY webhook")
                .param(subject)
                .query(String.class)
                .list();
    }

    private void tell(String subject) {
        transactions.executeWithoutResult(
                status -> deliveries.add(new Event(FollowingWords.LINK_CREATED, subject, Target.NONE, Map.of())));
    }

    /** The delivery of a new event, which is the first of its subject. */
    private Delivery told(String subject) {
        tell(subject);
        return due().getLast();
    }

    private List<Delivery> due() {
        return deliveries.due(NAME, LATER, 10);
    }

    private static NewWebhook webhook(SigningSecret secret) {
        return new NewWebhook(
                WebhookUrl.of("https://hooks.example.com/"), secret, new EventFilter(List.of(), List.of()), true);
    }

    private static SigningSecret secret(String base64) {
        return SigningSecret.of(Secret.of(SigningSecret.PREFIX + base64));
    }
}
