package dev.linkgate.gateway.feature.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of access requests, for how long, and how many; and which approvals are in force. */
@OnEachDatabase
class AccessRequestsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Actor SEARCH = Actor.team("search", "k1");
    private static final EndpointId ID = new EndpointId("vpce-0b9c5701325cb15dd");
    private static final EndpointId OTHER = new EndpointId("vpce-0b9c5701325cb15df");
    private static final LinkPath LINK =
            new LinkPath(new ProjectId("000000000000000000000001"), new LinkId("5df264b8f10fab7d2cad2f0d"));
    private static final Wish ENDPOINT = Wish.endpoint(LINK.link(), ID, null);
    private static final RequestContext CONTEXT = RequestContext.system("t");

    private final ManualClock clock = new ManualClock();
    private final JdbcClient jdbc;
    private final Access access;
    private final AccessRequestStore store;
    private final StoredEvents events;
    private final AccessRequests requests;

    @AutoClose
    private final TestTrail trail;

    private final TransactionTemplate transactions;
    private final Snapshots snapshots;
    private final Approvals approvals;

    AccessRequestsTest(TestDatabase kind) {
        DataSource database = kind.asNew(AccessRequestsTest.class);
        jdbc = JdbcClient.create(database);
        access = TestAccess.on(database, TestKeys.RING, clock);
        trail = new TestTrail(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        events = new StoredEvents(database);
        store = new AccessRequestStore(jdbc, TestSeals.on(jdbc, TestKeys.RING));
        requests = new AccessRequests(store, access, trail.trail(), TestOutbox.on(database, clock), transactions);
        snapshots = new Snapshots(jdbc, transactions);
        approvals = new Approvals(store, requests, access, snapshots);
        access.putTeam("search", "");
        access.putTeam("ledger", "");
    }

    private AccessRequest ask(String team, int project) {
        return ask(team, project, Wish.role(Role.VIEWER, null, "Because"));
    }

    private AccessRequest ask(String team, int project, Wish wish) {
        return requests.ask(CONTEXT, new ProjectId("%024x".formatted(project)), wish, team)
                .request();
    }

    private AccessRequest answered(AccessRequest asked, RequestState state) {
        Instant now = access.now();
        Instant end = state == RequestState.APPROVED ? now.plus(AccessRequests.KEPT) : now;
        return asked.answered(state, Entry.Who.of(Actor.team("owners", "k2")), now, null, null, end);
    }

    private boolean answer(AccessRequest asked, RequestState state) {
        return store.answer(answered(asked, state), access.now());
    }

    private AccessRequest approved(Wish wish) {
        AccessRequest asked = ask("search", 1, wish);
        assertThat(approvals.change(() -> answer(asked, RequestState.APPROVED))).isTrue();
        return store.find(asked.projectId(), asked.id().value(), access.now()).orElseThrow();
    }

    private List<AccessRequest> known() {
        return store.list(new AccessRequestStore.Selection(null, null, null, null, null), access.now(), 500, 0);
    }

    private List<RequestState> states() {
        return known().stream().map(AccessRequest::state).toList();
    }

    @Test
    void anEventTellsWhoAsksForWhat() {
        AccessRequest asked = ask("search", 1, Wish.role(Role.EDITOR, HOUR, "We move \"orders\" there"));

        assertThat(events.subjects()).containsExactly(asked.path());
        JsonNode told = JsonMapper.shared().readTree(events.data(AskingWords.ACCESS_REQUESTED));
        assertThat(told.propertyNames())
                .containsExactly(
                        "id",
                        "projectId",
                        "askedBy",
                        "askedAt",
                        "kind",
                        "role",
                        "for",
                        "reason",
                        "team",
                        "state",
                        "target");
        assertThat(told.path("id").asString()).isEqualTo(asked.id().value());
        assertThat(told.path("team").asString()).isEqualTo("search");
        assertThat(told.path("role").asString()).isEqualTo("editor");
        assertThat(told.path("reason").asString()).isEqualTo("We move \"orders\" there");
        assertThat(told.at("/askedBy/kind").asString()).isEqualTo("system");
    }

    @Test
    void theSameAtTheSameTimeIsOneRequest() throws Exception {
        List<Future<AccessRequest>> asking = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 12; i++) {
                asking.add(threads.submit(() -> ask("search", 1)));
            }
        }
        for (Future<AccessRequest> each : asking) {
            assertThat(each.get()).isEqualTo(known().getFirst());
        }
        assertThat(known()).hasSize(1);
        assertThat(events.types()).containsExactly("access.requested");
    }

    @Test
    void withoutAnAnswerARequestExpiresAndIsShownForAsLongAgain() {
        AccessRequest asked = ask("search", 1);
        clock.advance(AccessRequests.KEPT.minus(MOMENT));
        assertThat(ask("search", 1)).isEqualTo(asked);

        clock.advance(MOMENT);
        assertThat(states()).containsExactly(RequestState.EXPIRED);
        assertThat(answer(asked, RequestState.APPROVED)).isFalse();
        assertThat(ask("search", 1).id()).isNotEqualTo(asked.id());
        assertThat(states()).containsExactly(RequestState.PENDING, RequestState.EXPIRED);
        clock.advance(AccessRequests.KEPT);
        ask("search", 2);
        assertThat(store.count()).as("without the first one").isEqualTo(2);
    }

    @Test
    void whatIsOverIsKeptAsLongAsAQuestion() {
        AccessRequest asked = ask("search", 1);
        clock.advance(Duration.ofDays(13));
        assertThat(answer(asked, RequestState.DENIED)).isTrue();
        assertThat(answer(asked, RequestState.APPROVED)).as("a second time").isFalse();

        clock.advance(AccessRequests.KEPT.minus(MOMENT));
        assertThat(states()).containsExactly(RequestState.DENIED);
        clock.advance(MOMENT);
        assertThat(known()).isEmpty();
    }

    @Test
    void aTeamHasFewRequestsThatWait() {
        AccessRequest first = ask("search", 0);
        clock.advance(Duration.ofHours(2));
        for (int i = 1; i < AccessRequests.MOST_PENDING; i++) {
            ask("search", i);
        }

        assertRefused("search", AccessRequests.KEPT.minusHours(2));
        assertThat(ask("search", 0)).as("one of them").isEqualTo(first);
        ask("ledger", 99);
        answer(first, RequestState.DENIED);
        ask("search", 98);
    }

    @Test
    void aTeamAsksForFewRolesADay() {
        ask("search", 0);
        clock.advance(Duration.ofHours(2));
        for (int i = 1; i < AccessRequests.MOST_RECENT; i++) {
            answer(ask("search", i), RequestState.DENIED);
        }

        assertRefused("search", Duration.ofHours(22));
        ask("ledger", 99);
        ask("search", 99, ENDPOINT);
        clock.advance(Duration.ofHours(22));
        ask("search", 98);
    }

    @Test
    void fewEndpointsOfAProjectWaitForAnApproval() {
        jdbc.sql(ROWS)
                .params(AccessRequests.MOST_PENDING_ENDPOINTS, "000000000000000000000001", Long.MAX_VALUE)
                .update();

        assertThatThrownBy(() -> ask("search", 1, ENDPOINT)).hasMessageContaining("rate-limited");
        ask("search", 2, ENDPOINT);
        ask("search", 1);
    }

    private static final String ROWS = "INSERT INTO access_request (id, kind, holder, team, project_id, wanted, state,"
            + " asked_by, asked_at, ends_at)"
            + " WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)"
            + " SELECT 'ar_' || n, 'ENDPOINT', 'team:ledger', 'ledger', ?, 'x' || n, 'PENDING', '[\"team\"]', 0, ? FROM"
            + " number";

    @Test
    void allTeamsTogetherHaveALimit() {
        jdbc.sql(ROWS).params(AccessRequests.MOST, "p", Long.MAX_VALUE).update();

        assertRefused("search", Duration.ofHours(1));
        jdbc.sql("UPDATE access_request SET ends_at = 1 WHERE id = 'ar_1'").update();
        clock.advance(AccessRequests.KEPT);
        ask("search", 99);
    }

    private void assertRefused(String team, Duration retryAfter) {
        assertThatThrownBy(() -> ask(team, 99)).isInstanceOfSatisfying(LinkgateException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(ProblemCode.RATE_LIMITED);
            assertThat(e.failure().retryAfter()).isEqualTo(retryAfter);
        });
    }

    @Test
    void anAnswerNeverLowersARole() {
        access.grants().put("search", PROJECT, Role.EDITOR);

        access.grants().raise("search", PROJECT, Role.VIEWER, null, "system", () -> {});
        assertThat(access.grants().role("search", PROJECT)).contains(Role.EDITOR);
        access.grants().raise("search", PROJECT, Role.OWNER, null, "system", () -> {});
        assertThat(access.grants().role("search", PROJECT)).contains(Role.OWNER);
    }

    @Test
    void withoutItsAnswerThereIsNoGrant() {
        AccessRequest asked = ask("search", 1, Wish.role(Role.EDITOR, null, "Because"));

        assertThatThrownBy(() -> access.grants().raise("search", PROJECT, Role.EDITOR, null, "system", () -> {
                    answer(asked, RequestState.APPROVED);
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");

        assertThat(access.grants().role("search", PROJECT)).isEmpty();
        assertThat(known()).containsExactly(asked);
    }

    @Test
    void requestsGoWithTheirTeam() {
        ask("search", 1);
        AccessRequest other = ask("ledger", 1);

        jdbc.sql("DELETE FROM team WHERE name = 'search'").update();

        assertThat(known()).containsExactly(other);
        assertThatThrownBy(() -> ask("search", 2)).hasMessageContaining("team-not-found");
    }

    /** Of a later version. */
    @Test
    void aRowThatCannotBeReadIsNone() {
        AccessRequest asked = ask("search", 1);
        AccessRequest later = ask("search", 2);
        jdbc.sql("UPDATE access_request SET wanted = 'auditor' WHERE id = ?")
                .param(later.id().value())
                .update();

        assertThat(known()).containsExactly(asked);
    }

    private boolean hasNow(Approvals replica, EndpointId id) {
        return replica.hasNow(SEARCH, LINK, id);
    }

    @Test
    void anApprovalIsOfOneTeamOneEndpointAndItsLink() {
        approved(ENDPOINT);

        assertThat(approvals.has(SEARCH, LINK, ID)).isTrue();
        assertThat(hasNow(approvals, ID)).isTrue();
        assertThat(approvals.has(Actor.team("ledger", "k1"), LINK, ID)).isFalse();
        assertThat(approvals.has(SEARCH, LINK, new EndpointId("vpce-0b9c5701325cb15de")))
                .isFalse();
        assertThat(approvals.has(SEARCH, new LinkPath(LINK.project(), new LinkId("5df264b8f10fab7d2cad2f0e")), ID))
                .isFalse();
        assertThat(approvals.has(SEARCH, new LinkPath(PROJECT, LINK.link()), ID))
                .isFalse();
    }

    @Test
    void anApprovalThatIsNotUsedExpires() {
        AccessRequest approved = approved(ENDPOINT);
        clock.advance(AccessRequests.KEPT.minus(MOMENT));
        assertThat(hasNow(approvals, ID)).isTrue();

        clock.advance(MOMENT);

        assertThat(hasNow(approvals, ID)).isFalse();
        assertThat(approvals.has(SEARCH, LINK, ID)).isFalse();
        assertThat(states()).containsExactly(RequestState.EXPIRED);
        assertThat(store.end(approved.at(RequestState.REVOKED, access.now()), RequestState.APPROVED))
                .isTrue();
    }

    @Test
    void anotherReplicaAsksTheDatabaseBeforeAnApprovalCounts() {
        Approvals other = new Approvals(store, requests, access, new Snapshots(jdbc, transactions));
        AccessRequest approved = approved(ENDPOINT);
        assertThat(hasNow(other, ID)).isTrue();

        approvals.change(() -> store.end(approved.at(RequestState.REVOKED, access.now()), RequestState.APPROVED));

        assertThat(hasNow(other, ID)).isFalse();
        assertThat(other.has(SEARCH, LINK, ID)).as("after that").isFalse();
    }

    /** An attacker who writes the database without the master key gives nobody an approval. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'APPROVED'",
                "state = 'APPROVED', seal = (SELECT seal FROM access_request WHERE seal IS NOT NULL)",
            })
    void anApprovalWithoutItsSealIsNone(String change) {
        approved(ENDPOINT);
        AccessRequest pending = ask("search", 1, Wish.endpoint(null, OTHER, null));
        jdbc.sql("UPDATE access_request SET " + change + " WHERE id = ?")
                .param(pending.id().value())
                .update();

        Approvals fresh = new Approvals(store, requests, access, new Snapshots(jdbc, transactions));
        assertThat(fresh.has(SEARCH, LINK, OTHER)).isFalse();
        assertThat(hasNow(fresh, OTHER)).isFalse();
        assertThat(hasNow(fresh, ID)).isTrue();
        assertThat(states()).containsExactlyInAnyOrder(RequestState.APPROVED, RequestState.REVOKED);
        assertThat(store.seals()).hasSize(1);
    }

    @Test
    void anApprovalMovedToAnotherEndpointIsNone() {
        approved(ENDPOINT);
        jdbc.sql("UPDATE access_request SET wanted = ?, interface_endpoint_id = ?")
                .params("/" + OTHER.canonical(), OTHER.value())
                .update();
        jdbc.sql("UPDATE access_request SET link_id = NULL").update();

        assertThat(new Approvals(store, requests, access, new Snapshots(jdbc, transactions)).has(SEARCH, LINK, OTHER))
                .isFalse();
        assertThat(store.seals()).isEmpty();
    }
}
