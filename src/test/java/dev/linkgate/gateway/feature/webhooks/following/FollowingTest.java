package dev.linkgate.gateway.feature.webhooks.following;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.CountedStatements;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Outcome;
import dev.linkgate.gateway.core.trail.record.Result;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.gateway.feature.webhooks.following.FollowedTarget.Goal;
import dev.linkgate.kernel.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The events of writes, from the trail to what Atlas shows later. */
@OnEachDatabase
class FollowingTest {

    private static final EndpointId ONE = ScriptedAtlas.id(1);
    private static final EndpointId TWO = ScriptedAtlas.id(2);
    private static final Outcome UNKNOWN = new Outcome(Result.UNKNOWN, 502, ProblemCode.OUTCOME_UNKNOWN);
    private static final String PATH = ScriptedAtlas.PATH.toString();

    private final TestDatabase kind;
    private final DataSource database;
    private final JdbcClient jdbc;
    private final StoredEvents events;
    private final TestTrail trail;
    private final ScriptedAtlas atlas = new ScriptedAtlas();
    private final Follower follower;
    private final Follower other;

    FollowingTest(TestDatabase kind) {
        this.kind = kind;
        database = kind.asNew(FollowingTest.class);
        jdbc = JdbcClient.create(database);
        events = new StoredEvents(database);
        trail = new TestTrail(database);
        follower = replica(database);
        other = replica(database);
    }

    private Follower replica(DataSource database) {
        return new Follower(database, trail.reader(), atlas);
    }

    @AfterEach
    void close() {
        follower.close();
        other.close();
        trail.close();
    }

    @Test
    void aLinkThatVanishesWithItsLastEndpointIsToldToo() {
        write(Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
        write(Action.ENDPOINT_REMOVE, TWO, Outcome.succeeded(202));
        atlas.fails(ProblemCode.LINK_NOT_FOUND);
        atlas.failsOfLink(ProblemCode.LINK_NOT_FOUND);
        follower.followAll();
        look();
        look();

        assertThat(events()).containsExactlyInAnyOrder("endpoint.removed", "endpoint.removed", "link.removed");
        assertThat(followed()).isZero();
    }

    @Test
    void theEventsOfAReplacementComeInTheirOrderAlsoIfNoPollSawTheGap() {
        atlas.has(ONE, ConnectionStatus.PENDING);
        write(Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(202));
        write(Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        look();

        assertThat(events()).containsExactly("endpoint.removed", "endpoint.added", "endpoint.settled");
    }

    /** Its endpoint, which was removed before, is due later. */
    @Test
    void aLinkThatIsGoneIsToldOnceWithItsEndpoints() {
        write(Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
        write(Action.LINK_REMOVE, null, Outcome.succeeded(202));
        follower.followAll();
        jdbc.sql("UPDATE followed_target SET next_at = next_at + 600000000 WHERE interface_endpoint_id IS NOT NULL")
                .update();
        atlas.fails(ProblemCode.LINK_NOT_FOUND);
        atlas.failsOfLink(ProblemCode.LINK_NOT_FOUND);
        look();
        follower.clock.advance(Duration.ofMinutes(10));
        look();
        follower.clock.advance(Duration.ofMinutes(10));
        look();

        assertThat(events()).containsExactlyInAnyOrder("endpoint.removed", "link.removed");
        assertThat(followed()).isZero();
    }

    /** A replica has seen that an endpoint is gone, and another one finds that it was added again. */
    @Test
    void aRemovalThatIsJustBeingToldComesBeforeTheNextAddition() throws Exception {
        write(Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
        follower.followAll();
        FollowedTarget gone = onlyDue();
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        Outbox outbox = TestOutbox.on(database, follower.clock);
        try (ExecutorService replica = Executors.newSingleThreadExecutor()) {
            Future<?> adding = transactions.execute(status -> {
                other.targets.replace(gone, null, gone.since());
                Future<?> following = replica.submit(() -> follower.followAll());
                if (kind == TestDatabase.POSTGRESQL) { // SQLite has one writer
                    Patience.until(() -> waitingForLocks() == 1);
                }
                outbox.add(TargetEvents.of(FollowingWords.ENDPOINT_REMOVED, gone, null));
                return following;
            });
            adding.get();
        }

        assertThat(events()).containsExactly("endpoint.removed", "endpoint.added");
    }

    /** How many wait for the transaction of this thread. */
    private long waitingForLocks() {
        return jdbc.sql("SELECT count(*) FROM pg_locks"
                        + " WHERE NOT granted AND transactionid = pg_current_xact_id()::xid")
                .query(Long.class)
                .single();
    }

    @Test
    void whatChangedNothingIsNotTold() {
        write(Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(200));
        write(Action.ENDPOINT_ADD, ONE, new Outcome(Result.FAILED, 409, ProblemCode.ENDPOINT_EXISTS));
        write(Action.ENDPOINT_REMOVE, ONE, new Outcome(Result.REFUSED, 409, ProblemCode.LAST_ENDPOINT));
        write(Action.LINK_CREATE, null, Outcome.succeeded(200));
        follower.followAll();

        assertThat(events()).isEmpty();
        assertThat(followed()).isZero();
    }

    @Test
    void whatAnOperationLearnsIsToldOnce() {
        write(Action.ENDPOINT_ADD, ONE, UNKNOWN);
        write(Action.ENDPOINT_ADD, TWO, UNKNOWN);
        follower.followAll();
        look();
        assertThat(events()).isEmpty();

        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        write(Action.ENDPOINT_ADD, TWO, new Outcome(Result.FAILED, 503, ProblemCode.ATLAS_UNAVAILABLE));
        follower.followAll();
        assertThat(events()).containsExactly("endpoint.added");
        assertThat(followed()).isOne();
    }

    /**
     * The operation is cancelled, or the process is killed before it has begun, or Atlas does not answer for an hour.
     */
    @Test
    void whatNoOperationLearnsIsSeenAtAtlasLater() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        write(Action.ENDPOINT_ADD, ONE, UNKNOWN);
        follower.followAll();
        follower.clock.advance(Duration.ofHours(1));
        look();

        assertThat(events()).containsExactly("endpoint.added", "endpoint.settled");
    }

    @Test
    void linksAreTold() {
        write(Action.LINK_CREATE, null, Outcome.succeeded(201));
        follower.followAll();
        look();
        assertThat(events()).containsExactly("link.created", "link.settled");

        write(Action.LINK_REMOVE, null, Outcome.succeeded(202));
        follower.followAll();
        atlas.failsOfLink(ProblemCode.LINK_NOT_FOUND);
        look();
        assertThat(events()).containsExactly("link.created", "link.settled", "link.removed");
    }

    @Test
    void aNewLinkOfUnknownIdIsToldOfItsProject() {
        trail.trail()
                .end(
                        trail.context(),
                        trail.trail().begin(trail.context(), Action.LINK_CREATE, Target.project(ScriptedAtlas.PROJECT)),
                        Outcome.succeeded(201));
        follower.followAll();

        assertThat(events.subjects()).containsExactly("/projects/" + ScriptedAtlas.PROJECT + "/links");
        assertThat(followed()).isZero();
    }

    /** The process was killed, and another replica could not read the endpoint back. */
    @Test
    void whetherAnAbandonedWriteWasCarriedOutIsSeenAtAtlas() throws SQLException {
        abandoned(Action.ENDPOINT_ADD, ONE, UNKNOWN);
        abandoned(Action.ENDPOINT_REMOVE, TWO, UNKNOWN);
        atlas.has(TWO, ConnectionStatus.AVAILABLE);
        follower.followAll();
        look();
        assertThat(events()).isEmpty();
        assertThat(followed()).isEqualTo(2);

        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        follower.clock.advance(Duration.ofMinutes(2)); // no more is carried out
        look();
        assertThat(events()).containsExactly("endpoint.added", "endpoint.settled");
        assertThat(followed()).as("the removal was not").isZero();
    }

    @Test
    void anAbandonedEnsureThatWasReadBackIsTold() throws SQLException {
        abandoned(Action.ENDPOINT_ENSURE, ONE, Outcome.succeeded(201));
        follower.followAll();

        assertThat(events.data(FollowingWords.ENDPOINT_ADDED)).contains("\"readBack\":true");
    }

    @Test
    void anObservationFromBeforeANewWriteTellsNothing() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        Follower slow = follower;
        atlas.beforeAnswer(() -> {
            atlas.beforeAnswer(() -> {});
            write(Action.ENDPOINT_REMOVE, ONE, Outcome.succeeded(202));
            // The trail is read on a thread of the platform.
            CompletableFuture.runAsync(other::followAll, Thread.ofPlatform()::start)
                    .join();
        });
        slow.clock.advance(Follower.INTERVAL);
        slow.observer.observeDue();
        Patience.until(() -> "GONE".equals(goal()) && slow.observer.isIdle());

        assertThat(events()).containsExactly("endpoint.added");
    }

    @Test
    void whatCannotBeReadIsReadLater() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        atlas.fails(ProblemCode.ATLAS_UNAVAILABLE);
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        lookInVain();
        assertThat(events()).containsExactly("endpoint.added");

        atlas.works();
        look();
        assertThat(events()).containsExactly("endpoint.added", "endpoint.settled");
    }

    @Test
    void nothingIsFollowedForLongerThanADay() {
        atlas.has(ONE, ConnectionStatus.PENDING);
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        follower.clock.advance(Duration.ofDays(1).minusSeconds(1));
        follower.observer.everyMinute();
        assertThat(followed()).isOne();

        follower.clock.advance(Duration.ofSeconds(2));
        follower.observer.everyMinute();
        assertThat(followed()).isZero();
    }

    @Test
    void replicasThatFollowAtTheSameTimeTellEachWriteOnce() throws Exception {
        int writes = 250; // more than a part has
        IntStream.range(0, writes)
                .forEach(i -> write(Action.ENDPOINT_ADD, ScriptedAtlas.id(i), Outcome.succeeded(201)));
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService replicas = Executors.newFixedThreadPool(2)) {
            List<Future<?>> both = List.of(follower, other).stream()
                    .<Future<?>>map(replica -> replicas.submit(() -> {
                        together.await();
                        replica.followAll();
                        return null;
                    }))
                    .toList();
            for (Future<?> one : both) {
                one.get();
            }
        }

        assertThat(events()).hasSize(writes).containsOnly("endpoint.added");
        assertThat(events.subjects()).doesNotHaveDuplicates();
    }

    /** One of the replicas was taken for dead while it read. */
    @Test
    void replicasThatReadATargetAtTheSameTimeTellItOnce() {
        atlas.has(ONE, ConnectionStatus.AVAILABLE);
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        atlas.beforeAnswer(() -> {
            atlas.beforeAnswer(() -> {});
            follower.observer.observeDue(); // is read here already
            other.clock.advance(Duration.ofMinutes(1));
            other.observer.observeDue();
            Patience.until(other.observer::isIdle);
        });
        look();

        assertThat(events()).containsExactly("endpoint.added", "endpoint.settled");
    }

    @Test
    void targetsAreReadLessAndLessOften() {
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        FollowedTarget target = onlyDue();

        assertThat(List.of(0, 40, 80, 3_600, 80_000))
                .map(seconds -> follower.targets
                        .pause(target, target.since().plusSeconds(seconds))
                        .toSeconds())
                .containsExactly(5L, 5L, 10L, 450L, 600L);
    }

    /** A thousand targets each five seconds would be 12,000 reads a minute. */
    @Test
    void theTargetsOfAProjectShareItsReads() {
        new TransactionTemplate(new JdbcTransactionManager(database))
                .executeWithoutResult(
                        status -> IntStream.range(0, 1_000).forEach(this::follow)); // a thousand commits take seconds
        FollowedTarget last = follow(1_000);

        Duration pause = follower.targets.pause(last, last.since());
        assertThat(Duration.ofMinutes(1_001).dividedBy(pause)).isLessThanOrEqualTo(Follower.READS_PER_MINUTE);
        FollowedTarget elsewhere = new FollowedTarget(
                new LinkPath(new ProjectId("aaaaaaaaaaaaaaaaaaaaaaaa"), ScriptedAtlas.LINK),
                ONE,
                Goal.SETTLED,
                true,
                "req",
                "1:0",
                last.since());
        assertThat(follower.targets.pause(elsewhere, last.since())).isEqualTo(Follower.INTERVAL);
    }

    @Test
    void aSharedPauseIsLongerByWhatAllTargetsOfThatAgeWant() {
        IntStream.range(0, 59).forEach(this::follow);
        FollowedTarget last = follow(59);

        assertThat(List.of(0, 40, 80, 480, 3_600, 80_000))
                .map(seconds -> follower.targets
                        .pause(last, last.since().plusSeconds(seconds))
                        .toSeconds())
                .containsExactly(60L, 60L, 60L, 60L, 450L, 600L);
    }

    @Test
    void anAdditionCostsOneStatementWhateverIsFollowed() {
        CountedStatements counted = new CountedStatements(database);
        try (Follower measured = replica(counted)) {
            measured.targets.put(target(0));
            int first = counted.count.get();
            IntStream.rangeClosed(1, 30).forEach(number -> measured.targets.put(target(number)));
            assertThat(counted.count.get() - first).isEqualTo(30);
        }
    }

    @Test
    void whatIsNotFollowedAnyLongerTakesNoReads() {
        IntStream.range(0, 60).forEach(this::follow);
        FollowedTarget last = target(59);
        assertThat(follower.targets.pause(last, last.since())).isEqualTo(Duration.ofMinutes(1));

        follower.targets.endWithin(ScriptedAtlas.PATH);
        Instant soon = last.since().plusSeconds(10);
        assertThat(follower.targets.pause(last, soon)).isEqualTo(Follower.INTERVAL);
    }

    @Test
    void idsThatAzureTakesForTheSameAreOneSubject() {
        String id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/Group"
                + "/providers/Microsoft.Network/privateEndpoints/One";
        write(Action.ENDPOINT_ADD, new EndpointId(id), Outcome.succeeded(201));
        write(
                Action.ENDPOINT_REMOVE,
                new EndpointId(id.toUpperCase(Locale.ROOT).replace("SUBSCRIPTIONS", "subscriptions")),
                Outcome.succeeded(202));
        follower.followAll();

        assertThat(followed()).isOne();
        assertThat(goal()).isEqualTo("GONE");
    }

    /** The longest name that Azure could have, of letters that are two in lower case. */
    @Test
    void anIdThatIsLongerInLowerCaseHoldsUpNothing() {
        EndpointId id = new EndpointId("/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/"
                + "\u0130".repeat(90) + "/providers/Microsoft.Network/privateEndpoints/one");
        atlas.has(id, ConnectionStatus.AVAILABLE);
        write(Action.ENDPOINT_ADD, id, Outcome.succeeded(201));
        follower.followAll();
        look();

        assertThat(events()).containsExactly("endpoint.added", "endpoint.settled");
    }

    /** After a part of the trail was taken away, what is written next is told. */
    @Test
    void aTrailThatWasCutOffIsFollowedFromItsEnd() {
        write(Action.ENDPOINT_ADD, ONE, Outcome.succeeded(201));
        follower.followAll();
        trail.clear();
        follower.followAll();
        try (TestTrail another = trail.ofAnotherReplica()) {
            write(another, Action.ENDPOINT_ADD, TWO, Outcome.succeeded(201));
        }
        follower.followAll();

        assertThat(events.subjects()).containsExactly(PATH + "/endpoints/" + ONE, PATH + "/endpoints/" + TWO);
    }

    private FollowedTarget follow(int number) {
        FollowedTarget target = target(number);
        follower.targets.add(target, target.since(), Follower.INTERVAL);
        return target;
    }

    private FollowedTarget target(int number) {
        return new FollowedTarget(
                ScriptedAtlas.PATH,
                ScriptedAtlas.id(number),
                Goal.SETTLED,
                true,
                "req",
                number + ":0",
                follower.clock.instant());
    }

    /** Reads once what is followed. */
    private void look() {
        look(Duration.ofMillis(1));
    }

    /** Reads once what is followed, until the reads that get no answer are given up. */
    private void lookInVain() {
        look(Duration.ofSeconds(1));
    }

    /** @param step by which the time moves on while something is being read */
    private void look(Duration step) {
        follower.clock.advance(Duration.ofMinutes(1));
        follower.observer.observeDue();
        Patience.until(() -> {
            follower.clock.advance(step);
            return follower.observer.isIdle();
        });
    }

    private void write(Action action, @Nullable EndpointId endpoint, Outcome outcome) {
        write(trail, action, endpoint, outcome);
    }

    private static void write(TestTrail trail, Action action, @Nullable EndpointId endpoint, Outcome outcome) {
        Target target = target(endpoint);
        trail.trail().end(trail.context(), trail.trail().begin(trail.context(), action, target), outcome);
    }

    private void abandoned(Action action, EndpointId endpoint, Outcome outcome) throws SQLException {
        Intent intent = trail.trail().begin(trail.context(), action, target(endpoint));
        trail.closeLater(intent, outcome);
    }

    private static Target target(@Nullable EndpointId endpoint) {
        return endpoint == null
                ? ScriptedAtlas.PATH.target()
                : Target.endpoint(ScriptedAtlas.PROJECT, ScriptedAtlas.LINK, endpoint.value());
    }

    private FollowedTarget onlyDue() {
        List<FollowedTarget> due = follower.targets.due(later(), 10);
        assertThat(due).hasSize(1);
        return due.getFirst();
    }

    private Instant later() {
        return follower.clock.instant().plusSeconds(60);
    }

    private List<String> events() {
        return events.types();
    }

    private long followed() {
        return jdbc.sql("SELECT count(*) FROM followed_target")
                .query(Long.class)
                .single();
    }

    private String goal() {
        return jdbc.sql("SELECT goal FROM followed_target").query(String.class).single();
    }
}
