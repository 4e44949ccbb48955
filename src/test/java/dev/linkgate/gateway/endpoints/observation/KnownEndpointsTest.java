package dev.linkgate.gateway.endpoints.observation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.endpoints.link.Endpoint;
import dev.linkgate.gateway.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.LinkDetails;
import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.link.LinkStatus;
import dev.linkgate.gateway.platform.request.Actor;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.platform.store.TestDatabase;
import dev.linkgate.gateway.trail.audit.TestTrail;
import dev.linkgate.gateway.trail.record.Action;
import dev.linkgate.gateway.trail.record.Outcome;
import dev.linkgate.gateway.trail.record.Phase;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whose endpoints are, as the trail tells. */
class KnownEndpointsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00Z");
    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f01");
    private static final LinkPath LINK = new LinkPath(PROJECT, new LinkId("5df264b8f10fab7d2cad2f0d"));
    private static final String ID = "vpce-00000000000000001";
    private static final String AZURE = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/Pay"
            + "/providers/Microsoft.Network/privateEndpoints/Db";

    private static final Outcome ADDED = Outcome.succeeded(201);
    private static final Outcome REMOVED = Outcome.succeeded(202);

    @ParameterizedTest
    @EnumSource
    void anAdditionTellsTeamTimeAndReference(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, ID, "CHG \"1\"", ADDED);

        assertThat(trail.seen(ID)).isEqualTo(endpoint(ID).addedBy("payments", NOW, "CHG \"1\""));
        assertThat(trail.known.teamOf(LINK, new EndpointId(ID))).contains("payments");
        assertThat(trail.known.count(PROJECT, "payments", 0)).isEqualTo(1);
        assertThat(trail.known.count(PROJECT, "billing", 0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whatChangesNothingTellsNothing(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ENSURE, ID, "", Outcome.succeeded(200));
        trail.ended("r2", "payments", Action.ENDPOINT_ENSURE, ID, "", Outcome.succeeded(202));
        trail.recorded("r3", Phase.EVENT, "payments", Action.ENDPOINT_ADD, ID, "", ADDED);

        assertThat(trail.seen(ID)).isEqualTo(endpoint(ID));
        assertThat(trail.known.teamOf(LINK, new EndpointId(ID))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aReplacementKeepsTheTeam(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ENSURE, ID, "CHG1", ADDED);
        trail.ended("op_1", "billing", Action.ENDPOINT_REMOVE, ID, "", REMOVED);
        assertThat(trail.known.count(PROJECT, "payments", 0)).isZero();
        trail.ended("op_1", "billing", Action.ENDPOINT_ADD, ID, "", ADDED);

        assertThat(trail.seen(ID)).isEqualTo(endpoint(ID).addedBy("payments", NOW, "CHG1"));
        assertThat(trail.known.count(PROJECT, "payments", 0)).isEqualTo(1);
    }

    /** With what a replacement has removed, and with what nobody knows whether Atlas has added it. */
    @ParameterizedTest
    @EnumSource
    void whatAnOperationIsToAddCounts(TestDatabase kind) {
        DataSource database = kind.migrated();
        Trail trail = new Trail(database);
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, ID, "", ADDED);
        trail.ended("op_1", "billing", Action.ENDPOINT_REMOVE, ID, "", REMOVED);
        operation(database, "op_1", "replace-endpoint", "{}", "billing", ID);
        operation(database, "op_2", "settle-outcome", "endpoint.add", "payments", AZURE);
        assertThat(trail.known.count(PROJECT, "payments", 0)).isEqualTo(2);
        assertThat(trail.known.count(PROJECT, "billing", 0)).isZero();

        JdbcClient.create(database).sql("UPDATE operation SET finished_at = 1").update();
        assertThat(trail.known.count(PROJECT, "payments", 0)).isZero();
    }

    private static void operation(
            DataSource database, String id, String kind, String argument, String team, String endpoint) {
        JdbcClient.create(database)
                .sql("INSERT INTO operation (id, revision, kind, state, step, subject, project_id, link_id,"
                        + " interface_endpoint_id, argument, actor_kind, actor_team, request_id, failed_tries,"
                        + " created_at, updated_at, deadline, cancel_requested)"
                        + " VALUES (?, 0, ?, 'RUNNING', 'first', ?, ?, ?, ?, ?, 'team', ?, 'r', 0, 0, 0, 0, 0)")
                .params(id, kind, id, PROJECT.value(), LINK.link().value(), endpoint, argument, team)
                .update();
    }

    @ParameterizedTest
    @EnumSource
    void whatAppearedPastTheGatewayIsWhoseItWasHandedOverTo(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.known.handOver(LINK, new EndpointId(ID), "payments");
        trail.appeared(ID);
        assertThat(trail.known.teamOf(LINK, new EndpointId(ID))).contains("payments");
    }

    @ParameterizedTest
    @EnumSource
    void whatWasRemovedHereAndAddedPastTheGatewayIsNobodysAndThere(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, ID, "", ADDED);
        trail.ended("r2", "payments", Action.ENDPOINT_REMOVE, ID, "", REMOVED);
        trail.appeared(ID);
        assertThat(trail.known.teamOf(LINK, new EndpointId(ID))).isEmpty();
        assertThat(trail.known.unseen(PROJECT, 10)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatCannotBeReadKeepsOutNothing(TestDatabase kind) {
        DataSource database = kind.migrated();
        Trail trail = new Trail(database);
        trail.seen(ID);
        JdbcClient.create(database).sql("UPDATE endpoint SET seen_at = 1").update();
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, AZURE, "", ADDED);

        assertThat(IntStream.range(0, 200)
                        .mapToObj(look -> trail.known.unseen(PROJECT, 1).getFirst()))
                .extracting(KnownEndpoints.Known::interfaceEndpointId)
                .contains(ID, AZURE);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGoneIsForgottenUnlessItWasAddedSince(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, ID, "", ADDED);
        trail.known.gone(LINK, new EndpointId(ID), NOW);
        assertThat(trail.known.count(PROJECT, "payments", 0)).isEqualTo(1);

        trail.known.gone(LINK, new EndpointId(ID), NOW.plusSeconds(1));
        assertThat(trail.known.count(PROJECT, "payments", 0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointThatWasRemovedIsOfTheTeamThatAddsItAgain(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, AZURE, "", ADDED);
        trail.ended("r2", "payments", Action.ENDPOINT_REMOVE, AZURE.toLowerCase(Locale.ROOT), "", REMOVED);
        assertThat(trail.seen(AZURE).team()).as("while it is being removed").isEqualTo("payments");
        trail.ended("r3", "billing", Action.ENDPOINT_ADD, AZURE.toUpperCase(Locale.ROOT), "", ADDED);

        assertThat(trail.seen(AZURE).team()).isEqualTo("billing");
        assertThat(trail.known.count(PROJECT, "payments", 0)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aLinkTakesItsEndpointsWithIt(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, ID, "", ADDED);
        trail.ended("r2", "payments", Action.LINK_REMOVE, null, "", REMOVED);

        assertThat(trail.known.teamOf(LINK, new EndpointId(ID))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void itIsHandedOverEvenIfNobodyHasAddedItHere(TestDatabase kind) {
        Trail trail = new Trail(kind.migrated());
        trail.known.handOver(LINK, new EndpointId(ID), "payments");
        assertThat(trail.seen(ID)).isEqualTo(endpoint(ID).addedBy("payments", null, null));

        trail.ended("r1", "billing", Action.ENDPOINT_ADD, AZURE, "CHG1", ADDED);
        trail.known.handOver(LINK, new EndpointId(AZURE.toUpperCase(Locale.ROOT)), "payments");
        assertThat(trail.seen(AZURE)).isEqualTo(endpoint(AZURE).addedBy("payments", NOW, "CHG1"));
    }

    /** Of the first release and the one before this. */
    @ParameterizedTest
    @EnumSource
    void whatWasWrittenBeforeTheUpdateIsKnown(TestDatabase kind) {
        DataSource database = kind.open(kind.newUrl());
        kind.migrations(database).target("2.1?").load().migrate();
        Trail trail = new Trail(database);
        trail.ended("r1", "payments", Action.ENDPOINT_ADD, ID, "", ADDED);
        trail.ended("op_1", "billing", Action.ENDPOINT_REMOVE, ID, "", REMOVED);
        trail.ended("op_1", "billing", Action.ENDPOINT_ADD, ID, "", ADDED);
        trail.ended("r2", "payments", Action.ENDPOINT_ADD, AZURE, "", ADDED);
        trail.ended("r3", "payments", Action.ENDPOINT_REMOVE, AZURE, "", REMOVED);
        JdbcClient.create(database)
                .sql("UPDATE audit_record SET change = '{tampered' WHERE request_id = 'r2'")
                .update();
        kind.migrations(database).load().migrate();

        assertThat(trail.seen(ID)).isEqualTo(endpoint(ID).addedBy("payments", NOW, null));
        assertThat(trail.known.teamOf(LINK, new EndpointId(AZURE))).isEmpty();
    }

    private static Endpoint endpoint(String id) {
        return new Endpoint(new EndpointId(id), ConnectionStatus.AVAILABLE, null, false, null, EndpointDetails.AWS);
    }

    /** A trail and what is known from it. */
    private static final class Trail {
        private final TestTrail trail;
        private final KnownEndpoints known;

        Trail(DataSource database) {
            trail = new TestTrail(database);
            known = new KnownEndpoints(JdbcClient.create(database), InstantSource.fixed(NOW));
        }

        void ended(
                String request,
                String team,
                Action action,
                @Nullable String endpoint,
                String reference,
                Outcome outcome) {
            recorded(request, Phase.OUTCOME, team, action, endpoint, reference, outcome);
        }

        void recorded(
                String request,
                Phase phase,
                String team,
                Action action,
                @Nullable String endpoint,
                String reference,
                Outcome outcome) {
            Target target = new Target(PROJECT, LINK.link(), endpoint).referringTo(reference);
            trail.append(request, Actor.team(team, "k1"), NOW, phase, action, target, outcome);
        }

        void appeared(String id) {
            Link link = new Link(
                    LINK.link(),
                    "US_EAST_1",
                    LinkStatus.AVAILABLE,
                    null,
                    List.of(new EndpointId(id)),
                    null,
                    new LinkDetails.Aws("service", null));
            known.shown(PROJECT, List.of(link), NOW.plusSeconds(60), (where, which) -> true, (where, which) -> true);
        }

        Endpoint seen(String id) {
            return known.seen(LINK, endpoint(id));
        }
    }
}
