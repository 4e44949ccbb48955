package dev.linkgate.gateway.core.access.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.attachment.AttachmentStore;
import dev.linkgate.gateway.core.access.attachment.ProjectRules;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.PendingChanges;
import dev.linkgate.gateway.core.endpoints.provisioning.Effects;
import dev.linkgate.gateway.core.endpoints.provisioning.EndpointQuota;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** When the core, which knows no approvals, decides by the rules of where an endpoint may be. */
@OnEachDatabase
class AttachmentPolicyTest {

    private static final LinkPath LINK =
            new LinkPath(new ProjectId("5df264b8f10fab7d2cad2f0a"), new LinkId("5df264b8f10fab7d2cad2f0d"));
    private static final EndpointWrite ADDITION = addition(0);

    private final ManualClock clock = new ManualClock();
    private final DataSource database;

    @AutoClose
    private final TestTrail trail;

    private final Access access;
    private final AttachmentPolicy policy;
    private final RequestContext context = context();

    AttachmentPolicyTest(TestDatabase kind) {
        database = kind.asNew(AttachmentPolicyTest.class);
        trail = new TestTrail(database);
        access = TestAccess.on(database, TestKeys.RING, clock);
        policy = on(access);
        access.changeAttachments(store -> {
            store.put(
                    LINK.project(),
                    new ProjectRules(null, null, ProjectRules.AwsEndpoints.APPROVED, null, null, null, null, null));
            return store;
        });
    }

    private static RequestContext context() {
        RequestContext context = new RequestContext("t", "", null, receipt -> {});
        context.identified(Actor.team("search", "k1"));
        return context;
    }

    private AttachmentPolicy on(Access known) {
        EndpointStore store = new EndpointStore(
                JdbcClient.create(database), TestSeals.on(JdbcClient.create(database), TestKeys.RING), clock);
        return new AttachmentPolicy(
                known,
                new AccessPolicy(known),
                store,
                new EndpointQuota(new TrailReader(database), new PendingChanges() {}, store, new Effects()),
                trail.trail(),
                new EndpointApprovals() {});
    }

    private static EndpointWrite addition(int number) {
        return new EndpointWrite.Add(
                LINK, new NewEndpoint.Aws(new EndpointId("vpce-%017x".formatted(number))), EndpointWrite.Cause.REQUEST);
    }

    private Optional<Failure> decide(AttachmentPolicy decider, EndpointWrite write, OptionalLong intent) {
        return decider.decide(context, write, intent);
    }

    @Test
    void whatAReplacementRestoresNeedsNoApproval() {
        EndpointWrite restored =
                new EndpointWrite.Add(LINK, new NewEndpoint.Aws(ADDITION.id()), EndpointWrite.Cause.REPLACEMENT);

        assertThat(decide(policy, restored, OptionalLong.of(1))).isEmpty();
        assertThat(policy.right(context, restored).state()).isInstanceOf(Right.Held.class);
    }

    @Test
    void withoutAnApprovalARefusalSaysHowToAsk() {
        Failure why = decide(policy, ADDITION, OptionalLong.of(1)).orElseThrow();

        assertThat(policy.refused(context, ADDITION, why).detail())
                .startsWith(why.detail())
                .contains("Ask for that: POST /projects/" + LINK.project() + "/access-requests");
    }

    /** Such as those of a later version, or of somebody who could write to the database. */
    @Test
    void rulesThatCannotBeReadAllowNothing() {
        AttachmentStore store = new AttachmentStore(
                JdbcClient.create(database), TestSeals.on(JdbcClient.create(database), TestKeys.RING));
        JdbcClient.create(database)
                .sql("UPDATE project_rule SET document = '{\"awsEndpoints\":\"any\",\"later\":true}'")
                .update();

        ProjectRules read = store.rules(LINK.project()).orElseThrow();

        assertThat(read.awsEndpoints()).isEqualTo(ProjectRules.AwsEndpoints.APPROVED);
        assertThat(read.gcpProjects()).isEmpty();
        assertThat(read.approvedBy()).isEqualTo(ProjectRules.Approver.ADMINISTRATOR);
        assertThat(read.endpointsPerTeam()).isZero();
        assertThat(read.longest()).isZero();
        assertThat(decide(on(TestAccess.on(database, TestKeys.RING, clock)), ADDITION, OptionalLong.of(1)))
                .isPresent();
    }
}
