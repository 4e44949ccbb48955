package dev.linkgate.gateway.core.access.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.attachment.Approval;
import dev.linkgate.gateway.core.access.attachment.AttachmentStore;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.provisioning.EndpointQuota;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.gateway.feature.webhooks.StoredEvents;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refused endpoints that wait for an approval, and the ends of approvals. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class AttachmentPolicyTest {

    private static final LinkPath LINK =
            new LinkPath(new ProjectId("5df264b8f10fab7d2cad2f0a"), new LinkId("5df264b8f10fab7d2cad2f0d"));
    private static final EndpointWrite ADDITION = addition(0);

    private final ManualClock clock = new ManualClock();
    private final DataSource database;
    private final TestTrail trail;
    private final Access access;
    private final AttachmentPolicy policy;
    private final StoredEvents events;
    private final RequestContext context = context();

    AttachmentPolicyTest(TestDatabase kind) {
        database = kind.asNew(AttachmentPolicyTest.class);
        trail = new TestTrail(database);
        access = TestAccess.on(database, TestKeys.RING, clock);
        policy = on(access);
        events = new StoredEvents(database);
        access.changeAttachments(store -> {
            store.removeAll(LINK.project());
            store.put(
                    LINK.project(),
                    new ProjectRules(null, null, ProjectRules.AwsEndpoints.APPROVED, null, null, null, null, null));
            return store;
        });
    }

    @AfterEach
    void close() {
        trail.close();
    }

    private static RequestContext context() {
        return context("search");
    }

    private static RequestContext context(String team) {
        RequestContext context = new RequestContext("t", "", null, receipt -> {});
        context.identified(Actor.team(team, "k1"));
        return context;
    }

    private AttachmentPolicy on(Access known) {
        EndpointStore store = new EndpointStore(
                JdbcClient.create(database), TestSeals.on(JdbcClient.create(database), TestKeys.RING), clock);
        return new AttachmentPolicy(
                known,
                new AccessPolicy(known),
                store,
                new EndpointQuota(new TrailReader(database), new PendingChanges() {}, store),
                trail.trail(),
                TestOutbox.on(database, clock));
    }

    private static EndpointWrite addition(int number) {
        return new EndpointWrite.Add(
                LINK, new NewEndpoint.Aws(new EndpointId("vpce-%017x".formatted(number))), EndpointWrite.Cause.REQUEST);
    }

    private List<Approval> waiting() {
        return access.snapshot().attachments(LINK.project()).approvals(each -> each.isWaiting(access.now()));
    }

    private boolean passes() {
        return decide(policy).isEmpty();
    }

    private Optional<Failure> decide(AttachmentPolicy decider) {
        return decider.decide(context, ADDITION, OptionalLong.empty());
    }

    @Test
    void approversAreToldOnceAnHour() {
        policy.refused(context, ADDITION);
        policy.refused(context, ADDITION);
        clock.advance(Duration.ofMinutes(59));
        policy.refused(context, ADDITION);

        assertThat(events.data(EventType.APPROVAL_ASKED))
                .contains(
                        "\"interfaceEndpointId\":\"vpce-00000000000000000\"",
                        "\"askedBy\":\"team:search\"",
                        "\"approver\":\"owner\"");
        clock.advance(Duration.ofMinutes(1));
        policy.refused(context, ADDITION);
        assertThat(events.allData(EventType.APPROVAL_ASKED)).hasSize(2);
        assertThat(waiting()).hasSize(1);

        clock.advance(Duration.ofDays(14));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void whatWasDismissedIsNotToldAgainWithinTheHour() {
        policy.refused(context, ADDITION);
        Approval dismissed = waiting().getFirst().dismissed();
        access.changeAttachments(store -> {
            store.put(LINK.project(), dismissed);
            return store;
        });
        assertThat(waiting()).isEmpty();

        policy.refused(context, addition(1));
        policy.refused(context, ADDITION);
        assertThat(events.allData(EventType.APPROVAL_ASKED)).hasSize(2);

        clock.advance(Duration.ofHours(1));
        policy.refused(context, ADDITION);
        assertThat(events.allData(EventType.APPROVAL_ASKED)).hasSize(3);
    }

    @Test
    void twoReplicasTellItOnce() throws Exception {
        AttachmentPolicy other = on(TestAccess.on(database, TestKeys.RING, clock));
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> asked = List.of(
                    replicas.submit(() -> policy.refused(context, ADDITION)),
                    replicas.submit(() -> other.refused(context, ADDITION)));
            for (Future<?> each : asked) {
                each.get();
            }
        }

        assertThat(events.types()).containsExactly("approval.asked");
    }

    @Test
    void noMoreWaitThanAHundredAndTwentyOfOneTeam() {
        for (int i = 0; i < 25; i++) {
            policy.refused(context, addition(i));
        }
        assertThat(waiting()).hasSize(20);

        for (int i = 25; i < 130; i++) {
            policy.refused(context("team" + i % 10), addition(i));
        }
        assertThat(waiting()).hasSize(100);
    }

    @Test
    void anApprovalEndsByTheClockAlsoWhileARequestWaits() {
        assertThat(passes()).isFalse();
        EndpointId id = ADDITION.id();
        access.changeAttachments(store -> {
            store.put(
                    LINK.project(),
                    new Approval(id, null, null, null, null, null, null, null)
                            .approved("Yes", access.now().plusSeconds(60), access.now(), "team:search"));
            return store;
        });

        Right atTheFirstByte = policy.right(ADDITION);
        assertThat(passes()).isTrue();
        assertThat(atTheFirstByte.state()).isInstanceOf(Right.Held.class);
        clock.advance(Duration.ofSeconds(60));
        assertThat(passes()).isFalse();
        assertThat(atTheFirstByte.state()).isInstanceOf(Right.Ended.class);
    }

    /** Such as those of a later version, or of somebody who could write to the database. */
    @Test
    void rulesThatCannotBeReadAllowNothing() {
        AttachmentStore store = new AttachmentStore(
                JdbcClient.create(database), TestSeals.on(JdbcClient.create(database), TestKeys.RING));
        JdbcClient.create(database)
                .sql("UPDATE attachment_rule SET document = '{\"awsEndpoints\":\"any\",\"later\":true}'")
                .update();

        ProjectRules read = store.rules(LINK.project()).orElseThrow();

        assertThat(read.awsEndpoints()).isEqualTo(ProjectRules.AwsEndpoints.APPROVED);
        assertThat(read.gcpProjects()).isEmpty();
        assertThat(read.approvedBy()).isEqualTo(ProjectRules.Approver.ADMINISTRATOR);
        assertThat(read.endpointsPerTeam()).isZero();
        assertThat(read.longest()).isZero();
        assertThat(decide(on(TestAccess.on(database, TestKeys.RING, clock)))).isPresent();
    }
}
