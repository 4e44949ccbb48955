package dev.linkgate.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.PrivateEndpointOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MagicEndpointTest {

    private final Magic magic = new Magic();

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

    private static PrivateEndpointOperation adding(NewAtlasEndpoint endpoint) {
        return new PrivateEndpointOperation.AddEndpoint("p", "l", endpoint);
    }
}
