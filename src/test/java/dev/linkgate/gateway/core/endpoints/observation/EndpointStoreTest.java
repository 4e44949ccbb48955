package dev.linkgate.gateway.core.endpoints.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.inventory.EndpointInventory;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The owners of endpoints, as outcomes tell, and how endpoints were last seen. */
@OnEachDatabase
class EndpointStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-24T13:24:00.123456Z");
    private static final ProjectId PROJECT = new ProjectId("5df264b8f10fab7d2cad2f01");
    private static final LinkPath LINK = new LinkPath(PROJECT, new LinkId("5df264b8f10fab7d2cad2f0d"));
    private static final EndpointId ID = new EndpointId("vpce-00000000000000001");
    private static final EndpointId AZURE =
            new EndpointId("/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/Pay"
                    + "/providers/Microsoft.Network/privateEndpoints/Db");

    private static final EndpointInventory.Selection ALL =
            new EndpointInventory.Selection(PROJECT, null, null, null, null);

    private final DataSource database;

    @AutoClose
    private final TestTrail trail;

    private final EndpointStore store;
    private final EndpointInventory inventory;

    EndpointStoreTest(TestDatabase kind) {
        database = kind.asNew(EndpointStoreTest.class);
        trail = new TestTrail(database);
        store = new EndpointStore(
                JdbcClient.create(database),
                TestSeals.on(JdbcClient.create(database), TestKeys.RING),
                InstantSource.fixed(NOW));
        inventory = new EndpointInventory(JdbcClient.create(database), store);
    }

    @Test
    void whoAddsWhatWasRemovedHasItWhateverTheRequestsAreCalled() {
        trail.append(NOW, added(AZURE, "payments", "CHG1"));
        trail.append(NOW, EndpointStore.removed(LINK, azure(AZURE.value().toLowerCase(Locale.ROOT))));
        assertThat(seen(AZURE).team()).as("while it is being removed").isEqualTo("payments");
        assertThat(inventory.count(ALL)).isZero();

        trail.append(NOW, added(azure(AZURE.value().toUpperCase(Locale.ROOT)), "billing", null));

        assertThat(seen(AZURE)).isEqualTo(endpoint(AZURE).addedBy("billing", NOW, null));
        assertThat(inventory.count(ALL)).isOne();
    }

    /** SQLite's lower() knows ASCII only, and PostgreSQL's goes by the language of the database. */
    @Test
    void idsAreComparedAsJavaComparesThem() {
        EndpointId written = azure(AZURE.value().replace("Pay", "\u00c4RZTE\u0130"));
        trail.append(NOW, added(written, "payments", null));

        assertThat(store.teamOf(LINK, written)).contains("payments");
        assertThat(store.teamOf(LINK, azure(AZURE.value().replace("Pay", "\u00e4rztei\u0307"))))
                .contains("payments");
        store.gone(LINK, written, NOW.plusSeconds(1));
        assertThat(store.of(PROJECT)).isEmpty();
    }

    @Test
    void changesOfOneBatchAreMadeInTheOrderOfTheRecords() {
        trail.append(
                NOW,
                added(ID, "payments", null),
                added(AZURE, "payments", null),
                EndpointStore.removed(LINK, ID),
                added(ID, "billing", null),
                EndpointStore.removed(LINK, AZURE));
        assertThat(store.of(PROJECT))
                .extracting(KnownEndpoint::team, KnownEndpoint::isRemoved)
                .containsExactlyInAnyOrder(tuple("billing", false), tuple("payments", true));

        trail.append(NOW, added(AZURE, "payments", null), EndpointStore.removed(LINK), added(ID, "search", null));
        assertThat(store.of(PROJECT)).extracting(KnownEndpoint::team).containsExactly("search");
        assertThat(trail.size()).isEqualTo(8);
    }

    @Test
    void anOutcomeAndItsChangeAreStoredTogetherOrNotAtAll() {
        TableChange impossible =
                new TableChange("it", "INSERT INTO endpoint (project_id) SELECT NULL FROM outcome", Map.of());

        assertThatIllegalStateException().isThrownBy(() -> trail.append(NOW, impossible));
        assertThat(trail.size()).isZero();

        trail.appendNeedlessly(added(ID, "payments", null));
        assertThat(trail.size()).isZero();
        assertThat(store.of(PROJECT)).isEmpty();
    }

    @Test
    void whatAppearedPastTheGatewayIsWhoseItWasHandedOverTo() {
        store.handOver(LINK, ID, "payments");
        appeared(ID);
        assertThat(store.teamOf(LINK, ID)).contains("payments");
    }

    @Test
    void whatWasRemovedHereAndAddedPastTheGatewayIsNobodysAndThere() {
        trail.append(NOW, added(ID, "payments", null));
        trail.append(NOW, EndpointStore.removed(LINK, ID));
        appeared(ID);
        assertThat(store.teamOf(LINK, ID)).isEmpty();
        assertThat(store.unseen(PROJECT, 10)).hasSize(1);
    }

    @Test
    void whatCannotBeReadKeepsOutNothing() {
        seen(ID);
        JdbcClient.create(database).sql("UPDATE endpoint SET seen_at = 1").update();
        trail.append(NOW, added(AZURE, "payments", null));

        assertThat(IntStream.range(0, 200)
                        .mapToObj(look -> store.unseen(PROJECT, 1).getFirst()))
                .extracting(KnownEndpoint::interfaceEndpointId)
                .contains(ID.value(), AZURE.value());
    }

    @Test
    void whatIsGoneIsForgottenUnlessItWasAddedSince() {
        trail.append(NOW, added(ID, "payments", null));
        store.gone(LINK, ID, NOW);
        assertThat(store.of(PROJECT)).hasSize(1);

        store.gone(LINK, ID, NOW.plusSeconds(1));
        assertThat(store.of(PROJECT)).isEmpty();
    }

    private static TableChange added(EndpointId id, @Nullable String team, @Nullable String reference) {
        return EndpointStore.added(LINK, id, new Owner(team, reference));
    }

    private static EndpointId azure(String id) {
        return new EndpointId(id);
    }

    private static Endpoint endpoint(EndpointId id) {
        return new Endpoint(id, ConnectionStatus.AVAILABLE, null, false, null, EndpointDetails.AWS);
    }

    private Endpoint seen(EndpointId id) {
        return store.seen(LINK, endpoint(id));
    }

    private void appeared(EndpointId id) {
        Link link = new Link(
                LINK.link(),
                "US_EAST_1",
                LinkStatus.AVAILABLE,
                null,
                List.of(id),
                null,
                new LinkDetails.Aws("service", null));
        store.shown(PROJECT, List.of(link), NOW.plusSeconds(60), (where, which) -> true, (where, which) -> true);
    }
}
