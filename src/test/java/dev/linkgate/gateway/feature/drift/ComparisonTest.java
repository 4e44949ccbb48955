package dev.linkgate.gateway.feature.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.EndpointDetails;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.gateway.feature.drift.Comparison.Found;
import dev.linkgate.gateway.feature.drift.WrittenEndpoint.Addition;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComparisonTest {

    private static final LinkId LINK = new LinkId("5df264b8f10fab7d2cad2f0d");
    private static final LinkId OTHER_LINK = new LinkId("5df264b8f10fab7d2cad2f0e");
    private static final EndpointId ONE = new EndpointId("vpce-00000000000000001");
    private static final EndpointId TWO = new EndpointId("vpce-00000000000000002");
    private static final String AZURE = "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/Orders"
            + "/providers/Microsoft.Network/privateEndpoints/pe-orders";

    private static final Instant OBSERVED = Instant.parse("2026-11-24T13:24:00Z");
    private static final Instant BEFORE = OBSERVED.minusSeconds(60);
    private static final Instant AFTER = OBSERVED.plusMillis(1);
    private static final Addition ADDITION = new Addition(BEFORE, new Receipt(42, "ab".repeat(32)));

    /** Its addition may be in an archive. */
    @Test
    void olderThanTheTrailIsUnknown() {
        WrittenEndpoints written = new WrittenEndpoints(List.of(removed(TWO, BEFORE)), false);
        List<Found> atAtlas = List.of(found(ONE, ConnectionStatus.AVAILABLE), found(TWO, ConnectionStatus.AVAILABLE));
        assertThat(new Comparison(written, OBSERVED).with(atAtlas))
                .containsExactly(
                        new Drift(Drift.Kind.UNKNOWN, Provider.AWS, LINK, ONE, null, null),
                        new Drift(Drift.Kind.UNMANAGED, Provider.AWS, LINK, TWO, null, null));
    }

    @Test
    void anEndpointThatIsBeingRemovedIsNoDrift() {
        Found leaving =
                new Found(LINK, new Endpoint(ONE, ConnectionStatus.REJECTED, null, true, "no", EndpointDetails.AWS));
        for (WrittenEndpoint written : List.of(added(ONE), removed(ONE, BEFORE), added(TWO))) {
            assertThat(compare(List.of(written), leaving))
                    .extracting(Drift::interfaceEndpointId)
                    .doesNotContain(ONE);
        }
    }

    @Test
    void whatIsWrittenAfterTheReadExplainsTheDifference() {
        WrittenEndpoint addedSince =
                new WrittenEndpoint(LINK, ONE, new Addition(AFTER, ADDITION.receipt()), false, AFTER);
        assertThat(compare(List.of(addedSince))).isEmpty();
        assertThat(compare(List.of(removed(ONE, AFTER)), found(ONE, ConnectionStatus.AVAILABLE)))
                .isEmpty();
    }

    @Test
    void anUnclearWriteExplainsTheDifference() {
        WrittenEndpoint unclearAddition = new WrittenEndpoint(LINK, ONE, null, true, BEFORE);
        assertThat(compare(List.of(unclearAddition))).isEmpty();
        assertThat(compare(List.of(unclearAddition), found(ONE, ConnectionStatus.AVAILABLE)))
                .isEmpty();

        WrittenEndpoint unclearRemoval = new WrittenEndpoint(LINK, ONE, ADDITION, true, BEFORE);
        assertThat(compare(List.of(unclearRemoval))).isEmpty();
        assertThat(compare(List.of(unclearRemoval), found(ONE, ConnectionStatus.AVAILABLE)))
                .isEmpty();
        assertThat(compare(List.of(unclearRemoval), found(ONE, ConnectionStatus.REJECTED)))
                .extracting(Drift::kind)
                .containsExactly(Drift.Kind.FAILED);
    }

    @Test
    void idsOfAzureAreComparedWithoutCase() {
        WrittenEndpoint written = added(new EndpointId(AZURE));
        EndpointId asAtlasSpellsIt =
                new EndpointId(AZURE.replace("resourceGroups", "resourcegroups").replace("Orders", "ORDERS"));
        Endpoint endpoint = new Endpoint(
                asAtlasSpellsIt,
                ConnectionStatus.AVAILABLE,
                null,
                false,
                null,
                new EndpointDetails.Azure("10.0.0.4", null));
        assertThat(compare(List.of(written), new Found(LINK, endpoint))).isEmpty();
    }

    @Test
    void theSameIdOnAnotherLinkIsAnotherEndpoint() {
        Found elsewhere = new Found(OTHER_LINK, endpoint(ONE, ConnectionStatus.AVAILABLE));
        assertThat(compare(List.of(added(ONE)), elsewhere))
                .containsExactly(
                        missing(ONE), new Drift(Drift.Kind.UNMANAGED, Provider.AWS, OTHER_LINK, ONE, null, null));
    }

    @ParameterizedTest
    @EnumSource(names = {"REJECTED", "AVAILABLE"})
    void theOrderIsAlwaysTheSame(ConnectionStatus status) {
        List<Drift> drift = compare(List.of(added(TWO)), found(ONE, status));
        assertThat(drift).extracting(Drift::interfaceEndpointId).containsExactly(ONE, TWO);
        assertThat(compare(List.of(added(ONE)), found(TWO, status)))
                .extracting(Drift::interfaceEndpointId)
                .containsExactly(ONE, TWO);
    }

    private static List<Drift> compare(List<WrittenEndpoint> written, Found... atAtlas) {
        return new Comparison(new WrittenEndpoints(written, true), OBSERVED).with(List.of(atAtlas));
    }

    private static Drift missing(EndpointId id) {
        return new Drift(
                Drift.Kind.MISSING,
                Provider.AWS,
                LINK,
                id,
                BEFORE,
                ADDITION.receipt().toString());
    }

    private static WrittenEndpoint added(EndpointId id) {
        return new WrittenEndpoint(LINK, id, ADDITION, false, BEFORE);
    }

    private static WrittenEndpoint removed(EndpointId id, Instant at) {
        return new WrittenEndpoint(LINK, id, null, false, at);
    }

    private static Found found(EndpointId id, ConnectionStatus status) {
        return new Found(LINK, endpoint(id, status));
    }

    private static Endpoint endpoint(EndpointId id, ConnectionStatus status) {
        return new Endpoint(id, status, null, false, null, EndpointDetails.AWS);
    }
}
