package dev.linkgate.gateway.feature.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import org.junit.jupiter.api.Test;

class MemoryWatchTest {

    private final MemoryWatch memory = new MemoryWatch();

    @Test
    void theFullerTheHeapTheFewerAreAdmitted() {
        assertRoom(0.79, true, true, true);
        assertRoom(0.80, false, true, true);
        assertRoom(0.86, false, false, true);
        assertRoom(0.92, false, false, false);
    }

    private void assertRoom(double part, boolean unknownCallers, boolean waits, boolean callers) {
        memory.measured(part);
        assertThat(memory.hasRoomForUnknownCallers()).isEqualTo(unknownCallers);
        assertThat(memory.hasRoomForWaits()).isEqualTo(waits);
        assertThat(memory.hasRoom()).isEqualTo(callers);
    }

    /** Much of it may be garbage of the old generation. */
    @Test
    void nobodyIsRefusedForWhatAYoungCollectionLeaves() {
        memory.estimated(0.99);

        assertThat(memory.hasRoomForUnknownCallers()).isTrue();
        assertThat(memory.hasRoomForWaits()).isTrue();
    }

    @Test
    void aYoungCollectionThatLeavesLittleEndsTheRefusals() {
        memory.measured(0.95);
        memory.estimated(0.85);
        assertThat(memory.hasRoom()).isFalse();

        memory.estimated(0.50);
        assertThat(memory.hasRoomForUnknownCallers()).isTrue();
    }

    /** The collector names its actions as {@link MemoryWatch} expects. */
    @Test
    void theWholeHeapIsMeasuredWhenInDoubt() {
        memory.start();
        memory.measured(0.95);

        memory.remeasure();

        Patience.until(memory::hasRoomForUnknownCallers);
    }
}
