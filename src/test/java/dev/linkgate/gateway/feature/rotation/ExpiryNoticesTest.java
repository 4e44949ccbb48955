package dev.linkgate.gateway.feature.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.key.KeyBinding;
import dev.linkgate.gateway.core.access.key.KeySettings;
import dev.linkgate.gateway.core.access.key.NewKey;
import dev.linkgate.gateway.core.access.key.Principal;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.access.principal.AdminScope;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Events before keys expire. */
@OnEachDatabase
class ExpiryNoticesTest {

    private static final int KEYS = 20;

    private final ManualClock clock = new ManualClock();
    private final DataSource database;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    @AutoClose
    private final TestTrail trail;

    private final AccessStore store;
    private final Access access;
    private final StoredEvents events;
    private final ExpiryNotices notices;

    ExpiryNoticesTest(TestDatabase kind) {
        database = kind.migrated();
        jdbc = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        trail = new TestTrail(database);
        events = new StoredEvents(database);
        Snapshots snapshots = new Snapshots(jdbc, transactions);
        store = TestAccess.store(jdbc, TestKeys.RING);
        access = new Access(store, snapshots, TestAccess.TOKEN, clock);
        notices = notices();
        access.putTeam("payments", "");
        access.add(access.newKey(Principal.team("payments"), "without an end", null, KeyBinding.NONE, false));
    }

    private ExpiryNotices notices() {
        return new ExpiryNotices(access, jdbc, transactions, TestOutbox.on(database, clock), clock);
    }

    private NewKey key(Duration life) {
        return access.add(
                access.newKey(Principal.team("payments"), "ci", clock.instant().plus(life), KeyBinding.NONE, false));
    }

    /** Time passes, and the notices are made as often as a replica would. */
    private void pass(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plusHours(6)) {
            clock.advance(Duration.ofHours(6));
            notices.everyMinute();
        }
    }

    private List<String> events() {
        return IntStream.range(0, events.types().size())
                .mapToObj(i -> events.subjects().get(i) + " "
                        + events.allData(RotationWords.KEY_EXPIRING).get(i))
                .toList();
    }

    private List<Integer> days() {
        return events.allData(RotationWords.KEY_EXPIRING).stream()
                .map(data ->
                        JsonMapper.shared().readTree(data).at("/withinDays").asInt())
                .toList();
    }

    @Test
    void aKeyIsAnnouncedTwoWeeksThreeDaysAndADayBeforeItsEnd() {
        NewKey key = key(Duration.ofDays(30));

        pass(Duration.ofDays(16));
        assertThat(events())
                .containsExactly("/admin/teams/payments/keys/"
                        + key.stored().id() + " {\"team\":\"payments\",\"keyId\":\""
                        + key.stored().id() + "\",\"label\":\"ci\",\"expiresAt\":\""
                        + key.stored().expiresAt()
                        + "\",\"withinDays\":14,\"target\":{\"kind\":\"key\",\"name\":\""
                        + key.stored().id() + "\"}}");
        pass(Duration.ofDays(11));
        assertThat(days()).containsExactly(14, 3);
        pass(Duration.ofDays(2));
        assertThat(days()).containsExactly(14, 3, 1);
        pass(Duration.ofDays(30));
        assertThat(days()).containsExactly(14, 3, 1);
    }

    @Test
    void aRoleThatEndsIsAnnouncedAndForgotten() {
        ProjectId project = new ProjectId("5df264b8f10fab7d2cad2f0a");
        Instant end = clock.instant().plus(Duration.ofDays(2));
        access.grants().put("payments", project, Role.VIEWER);
        access.grants().raise("payments", project, Role.OWNER, end, "system", () -> {});

        pass(Duration.ofDays(3));

        assertThat(events.allData(RotationWords.GRANT_EXPIRING))
                .hasSize(2)
                .first()
                .isEqualTo(
                        "{\"projectId\":\"" + project + "\",\"team\":\"payments\",\"role\":\"owner\",\"until\":\"" + end
                                + "\",\"withinDays\":3,\"target\":{\"kind\":\"grant\",\"name\":\"payments\",\"project\":\""
                                + project
                                + "\"}}");
        assertThat(store.load().grantsOf("payments", end))
                .extracting(Grant::role, Grant::until)
                .containsExactly(tuple(Role.VIEWER, null));
    }

    /** The gateway looks for them after an outage. */
    @Test
    void whatIsOverIsNotAnnounced() {
        key(Duration.ofDays(30));
        clock.advance(Duration.ofDays(28));
        notices.everyMinute();
        assertThat(days()).containsExactly(3);

        clock.advance(Duration.ofDays(3));
        notices.everyMinute();
        assertThat(days()).containsExactly(3);
    }

    @Test
    void keysOfAdministratorsAreAnnouncedToo() {
        access.putAdministrator("ada", "", new TreeSet<>(List.of(AdminScope.AUDITOR)));
        NewKey key = access.add(access.newKey(
                Principal.administrator("ada"),
                "laptop",
                clock.instant().plus(Duration.ofDays(10)),
                KeyBinding.NONE,
                false));

        notices.everyMinute();

        assertThat(events())
                .singleElement()
                .asString()
                .startsWith("/admin/administrators/ada/keys/" + key.stored().id() + " {\"administrator\":\"ada\",");
    }

    @Test
    void aRotatedKeyIsNotAnnounced() {
        NewKey old = key(Duration.ofDays(30));
        pass(Duration.ofDays(16));
        assertThat(days()).containsExactly(14);

        Rotations rotations = new Rotations(access, store, trail.reader(), trail.threads(), new KeySettings(null));
        rotations.rotate(Principal.team("payments"), old.stored().id(), Duration.ofHours(24), 0);
        notices.everyMinute();
        assertThat(days()).as("although the old one ends in a day").containsExactly(14);

        pass(Duration.ofDays(16));
        assertThat(days()).as("of the new one").containsExactly(14, 14);
    }

    @Test
    void replicasAnnounceEachKeyOnce() throws Exception {
        for (int i = 0; i < KEYS; i++) {
            key(Duration.ofDays(10));
        }
        List<Callable<Object>> replicas = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replicas.add(Executors.callable(notices()::everyMinute));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(replicas.size())) {
            for (Future<Object> each : threads.invokeAll(replicas)) {
                each.get();
            }
        }
        notices.everyMinute();

        assertThat(days()).hasSize(KEYS).containsOnly(14);
        assertThat(events.subjects()).hasSize(KEYS).doesNotHaveDuplicates();
    }
}
