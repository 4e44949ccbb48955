package dev.linkgate.gateway.feature.asking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.asking.AccessRequests.Wish;
import dev.linkgate.gateway.feature.asking.AnswerBody.RequestDecision;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is kept of requests for access, for how long, and how many. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AccessRequestsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f0a");
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final RequestContext CONTEXT = RequestContext.system("t");

    private final ManualClock clock = new ManualClock();
    private final JdbcClient jdbc;
    private final Access access;
    private final AccessRequestStore store;
    private final StoredEvents events;
    private final AccessRequests requests;

    AccessRequestsTest(TestDatabase kind) {
        DataSource database = kind.asNew(AccessRequestsTest.class);
        jdbc = JdbcClient.create(database);
        access = TestAccess.on(database, TestKeys.RING, clock);
        store = new AccessRequestStore(jdbc);
        events = new StoredEvents(database);
        requests = new AccessRequests(
                store,
                access,
                TestOutbox.on(database, clock),
                new TransactionTemplate(new JdbcTransactionManager(database)));
        access.putTeam("search", "");
        access.putTeam("ledger", "");
    }

    private AccessRequest ask(String team, int project) {
        return requests.ask(
                team, new ProjectId("%024x".formatted(project)), new Wish(Role.VIEWER, "Because", null, null));
    }

    private boolean answer(AccessRequest asked, RequestDecision verdict) {
        AccessRequest answered = new AnswerBody(verdict, null, null, null, null).appliedTo(asked, access.now());
        return store.answer(answered, access.now());
    }

    private List<AccessRequest> known() {
        return store.list(new AccessRequestStore.Selection(null, null, null), access.now(), 500, 0);
    }

    @Test
    void anEventTellsWhoAsksForWhat() {
        AccessRequest asked =
                requests.ask("search", PROJECT, new Wish(Role.EDITOR, "We move \"orders\" there", null, null));

        String subject = "/projects/" + PROJECT + "/access-requests/" + asked.id();
        assertThat(events.subjects()).containsExactly(subject);
        JsonNode told = JsonMapper.shared().readTree(events.data(AskingWords.ACCESS_REQUESTED));
        assertThat(told.propertyNames())
                .containsExactly("id", "projectId", "team", "role", "reason", "createdAt", "expiresAt", "target");
        assertThat(told.path("id").asString()).isEqualTo(asked.id().value());
        assertThat(told.path("team").asString()).isEqualTo("search");
        assertThat(told.path("role").asString()).isEqualTo("editor");
        assertThat(told.path("reason").asString()).isEqualTo("We move \"orders\" there");
        assertThat(Instant.parse(told.path("expiresAt").asString())).isEqualTo(asked.expiresAt());
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
    void withoutAnAnswerARequestExpires() {
        AccessRequest asked = ask("search", 1);
        clock.advance(AccessRequests.KEPT.minus(MOMENT));
        assertThat(requests.get(CONTEXT, asked.id().value())).isEqualTo(asked);
        assertThat(ask("search", 1)).isEqualTo(asked);

        clock.advance(MOMENT);
        assertThat(known()).isEmpty();
        assertThatThrownBy(() -> requests.get(CONTEXT, asked.id().value())).hasMessageContaining("not-found");
        assertThat(answer(asked, RequestDecision.GRANTED)).isFalse();
        assertThat(ask("search", 1).id()).isNotEqualTo(asked.id());
        assertThat(store.count()).as("with those that have expired").isEqualTo(1);
    }

    @Test
    void anAnswerIsKeptAsLongAsAQuestion() {
        AccessRequest asked = ask("search", 1);
        clock.advance(Duration.ofDays(13));
        assertThat(answer(asked, RequestDecision.DENIED)).isTrue();
        assertThat(answer(asked, RequestDecision.GRANTED)).as("a second time").isFalse();

        clock.advance(AccessRequests.KEPT.minus(MOMENT));
        assertThat(known()).extracting(AccessRequest::state).containsExactly(RequestState.DENIED);
        clock.advance(MOMENT);
        assertThat(known()).isEmpty();
    }

    @Test
    void aDeniedTeamMayAskAgain() {
        AccessRequest asked = ask("search", 1);
        answer(asked, RequestDecision.DENIED);

        assertThat(ask("search", 1).id()).isNotEqualTo(asked.id());
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
        answer(first, RequestDecision.DENIED);
        ask("search", 98);
    }

    @Test
    void aTeamMakesFewRequestsADay() {
        ask("search", 0);
        clock.advance(Duration.ofHours(2));
        for (int i = 1; i < AccessRequests.MOST_RECENT; i++) {
            answer(ask("search", i), RequestDecision.DENIED);
        }

        assertRefused("search", Duration.ofHours(22));
        ask("ledger", 99);
        clock.advance(Duration.ofHours(22));
        ask("search", 98);
    }

    @Test
    void allTeamsTogetherHaveALimit() {
        jdbc.sql("INSERT INTO access_request (id, team, project_id, role, reason, state, created_at, expires_at)"
                        + " WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)"
                        + " SELECT 'ar_' || n, 'ledger', 'p' || n, 'viewer', '', 'PENDING', 0, ? FROM number")
                .params(AccessRequests.MOST, Long.MAX_VALUE)
                .update();

        assertRefused("search", Duration.ofHours(1));
        jdbc.sql("UPDATE access_request SET expires_at = 1 WHERE id = 'ar_1'").update();
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
        access.putGrant("search", PROJECT, Role.EDITOR);

        access.raiseGrant("search", PROJECT, Role.VIEWER, null, "system", () -> {});
        assertThat(access.role("search", PROJECT)).contains(Role.EDITOR);
        access.raiseGrant("search", PROJECT, Role.OWNER, null, "system", () -> {});
        assertThat(access.role("search", PROJECT)).contains(Role.OWNER);
    }

    @Test
    void aHigherRoleThatEndsGivesBackTheOneBefore() {
        access.putGrant("search", PROJECT, Role.VIEWER);
        AccessRequest asked = requests.ask("search", PROJECT, new Wish(Role.OWNER, "Because", HOUR, null));
        AccessRequest answered =
                new AnswerBody(RequestDecision.GRANTED, Role.EDITOR, null, null, null).appliedTo(asked, access.now());
        Instant end = access.now().plus(HOUR);
        assertThat(answered.until()).isEqualTo(end);

        access.raiseGrant("search", PROJECT, Role.EDITOR, answered.until(), "system", () -> {});
        assertThat(access.role("search", PROJECT)).contains(Role.EDITOR);
        assertThat(access.heldFor("search", PROJECT, Role.EDITOR, end)).contains(Role.EDITOR);
        assertThat(access.heldFor("search", PROJECT, Role.EDITOR, null))
                .as("what ends can be asked for again")
                .isEmpty();
        clock.advance(HOUR.minusMillis(1));
        assertThat(access.role("search", PROJECT)).contains(Role.EDITOR);
        clock.advance(Duration.ofMillis(1));

        assertThat(access.role("search", PROJECT)).contains(Role.VIEWER);
        access.raiseGrant("search", PROJECT, Role.EDITOR, clock.instant().plus(HOUR), "system", () -> {});
        clock.advance(HOUR);
        assertThat(access.role("search", PROJECT)).contains(Role.VIEWER);
    }

    @Test
    void whoeverAnswersMayShortenAndNotLengthen() {
        AccessRequest asked = requests.ask("search", PROJECT, new Wish(Role.OWNER, "Because", HOUR, null));

        assertThat(answerFor(asked, "PT30M", null).until())
                .isEqualTo(access.now().plus(Duration.ofMinutes(30)));
        refuses(asked, "PT2H", null, "must not be later");
        refuses(asked, "an hour", null, "ISO 8601");
        refuses(asked, "-PT1M", null, "ISO 8601");
        refuses(asked, "PT1M", access.now().plusSeconds(9), "beside for");
        refuses(asked, null, access.now(), "in the future");
    }

    private void refuses(AccessRequest asked, @Nullable String span, @Nullable Instant until, String why) {
        assertThatThrownBy(() -> answerFor(asked, span, until))
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().errors())
                                .anySatisfy(error -> assertThat(error.message()).contains(why)));
    }

    private AccessRequest answerFor(AccessRequest asked, @Nullable String span, @Nullable Instant until) {
        return new AnswerBody(RequestDecision.GRANTED, null, span, until, null).appliedTo(asked, access.now());
    }

    @Test
    void withoutItsAnswerThereIsNoGrant() {
        AccessRequest asked = requests.ask("search", PROJECT, new Wish(Role.EDITOR, "Because", null, null));

        assertThatThrownBy(() -> access.raiseGrant("search", PROJECT, Role.EDITOR, null, "system", () -> {
                    answer(asked, RequestDecision.GRANTED);
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");

        assertThat(access.role("search", PROJECT)).isEmpty();
        assertThat(requests.get(CONTEXT, asked.id().value())).isEqualTo(asked);
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
        jdbc.sql("UPDATE access_request SET role = 'auditor' WHERE id = ?")
                .param(later.id().value())
                .update();

        assertThat(known()).containsExactly(asked);
    }

    @Test
    void withoutADatabaseNoRequestIsFound() {
        DataSource away = new DriverManagerDataSource("jdbc:away:");
        AccessRequests unavailable = new AccessRequests(
                new AccessRequestStore(JdbcClient.create(away)),
                access,
                TestOutbox.on(away, clock),
                new TransactionTemplate(new JdbcTransactionManager(away)));

        assertThatThrownBy(() -> unavailable.get(CONTEXT, "ar_0f6b2d4c8e1a3975b6d8f0a2c4e6183b"))
                .isInstanceOfSatisfying(
                        LinkgateException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(ProblemCode.AUDIT_UNAVAILABLE));
    }
}
