package dev.linkgate.gateway.core.platform.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapacityTest {

    private static final long MIB = 1 << 20;

    @Test
    void heapSetsTheDefaultCapacity() {
        assertThat(Capacity.of(null, null, 384 * MIB).connections()).isEqualTo(2048);
        assertThat(Capacity.of(500, null, 384 * MIB).connections()).isEqualTo(500);
    }

    @Test
    void oneAddressGetsHalfByDefault() {
        assertThat(Capacity.of(500, null, MIB).connectionsPerAddress()).isEqualTo(250);
        assertThat(Capacity.of(500, 20, MIB).connectionsPerAddress()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 64, 128, 400, 4096, 1 << 20})
    void anEighthOfTheConnectionsStaysFree(long heapMib) {
        Capacity capacity = Capacity.of(null, null, heapMib * MIB);
        assertThat(capacity.requests() + capacity.waits())
                .isPositive()
                .isLessThanOrEqualTo(capacity.connections() - capacity.connections() / 8);
        assertThat(capacity.streams()).isLessThan(capacity.requests());
    }
}
