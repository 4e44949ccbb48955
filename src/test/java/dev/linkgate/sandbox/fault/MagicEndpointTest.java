package dev.linkgate.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagicEndpointTest {

    private final Magic magic = new Magic();

    @ParameterizedTest
    @EnumSource(MagicEndpoint.class)
    void isAnOrdinaryIdToAtlasAndToItsCallers(MagicEndpoint endpoint) {
        assertThat(endpoint.onAdding(0)).matches("vpce-[0-9a-f]{17}");
        assertThat(endpoint.onReading(9)).matches("vpce-[0-9a-f]{17}");
        assertThat(endpoint.onRemoving(Provider.GCP, 1)).matches("[a-z][-a-z0-9]*[a-z0-9]");
        assertThat(endpoint.onRemoving(Provider.AZURE, 1)).startsWith("/subscriptions/");
        assertThat(endpoint.effect()).isNotBlank();
    }

    @Test
    void hasAUniqueCode() {
        Set<String> codes = new HashSet<>();
        for (MagicEndpoint endpoint : MagicEndpoint.values()) {
            assertThat(codes.add(endpoint.code())).as(endpoint.code()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vpce-0b9c5701325cb15dd",
                "vpce-0b9c5701325ce0429",
                "vpce-000000000000e0777",
                "vpce-000000000000c0429",
                "vpce-e0e0e429"
            })
    void isNotHitByChance(String ordinary) {
        assertThat(magic.strike(adding(new NewAtlasEndpoint.Aws(ordinary)))).isEmpty();
    }

    @Test
    void leavesAFreePartForTests() {
        assertThat(magic.strike(adding(new NewAtlasEndpoint.Aws("vpce-0000deadbeefe0429"))))
                .contains(MagicEndpoint.RATE_LIMITED);
    }

    @Test
    void countsUsesPerEndpoint() {
        PrivateEndpointOperation first = adding(new NewAtlasEndpoint.Aws("vpce-000000000001e2503"));
        PrivateEndpointOperation second = adding(new NewAtlasEndpoint.Aws("vpce-000000000002e2503"));

        assertThat(magic.strike(first)).contains(MagicEndpoint.UNAVAILABLE);
        assertThat(magic.strike(first)).contains(MagicEndpoint.UNAVAILABLE);
        assertThat(magic.strike(first)).isEmpty();
        assertThat(magic.strike(second)).contains(MagicEndpoint.UNAVAILABLE);
    }

    @Test
    void worksForAzureAndGcpByTheEndOfTheName() {
        String id = "/subscriptions/s/resourceGroups/r/providers/Microsoft.Network/privateEndpoints/orders-e0dec";

        assertThat(magic.strike(adding(new NewAtlasEndpoint.Azure(id, "10.0.0.4"))))
                .contains(MagicEndpoint.DECLINED);
        assertThat(magic.strike(new PrivateEndpointOperation.GetEndpoint("p", Provider.GCP, "l", "orders-c0503")))
                .contains(MagicEndpoint.UNAVAILABLE);
        assertThat(magic.strike(new PrivateEndpointOperation.GetEndpoint("p", Provider.GCP, "l", "orders")))
                .isEmpty();
    }

    private static PrivateEndpointOperation adding(NewAtlasEndpoint endpoint) {
        return new PrivateEndpointOperation.AddEndpoint("p", "l", endpoint);
    }
}
