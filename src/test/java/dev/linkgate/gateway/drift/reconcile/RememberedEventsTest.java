package dev.linkgate.gateway.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.atlas.AtlasEvent;
import dev.linkgate.gateway.atlas.BackgroundProject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An Atlas that tells of ever more events fills no ledger. */
class RememberedEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void eventsOfOtherTypesLeaveNothing() {
        RememberedEvents ledger = RememberedEvents.begin(NOW.minusSeconds(60), 0);
        RememberedEvents read = ledger.read(ledger.windowAt(NOW, Duration.ZERO), page(0, "CLUSTER_CREATED"));

        assertThat(read.seen()).isEmpty();
        assertThat(read.pending()).isEmpty();
    }

    @Test
    void aWindowWithoutAnEndIsGivenUp() {
        RememberedEvents ledger = RememberedEvents.begin(NOW.minusSeconds(60), 0);
        int pages = 0;
        while (!EventReader.isOverfull(ledger)) {
            ledger = ledger.read(ledger.windowAt(NOW, Duration.ZERO), page(pages, "INTERFACE_ENDPOINT_CREATED"));
            pages++;
        }
        assertThat(pages).isEqualTo(EventReader.MOST_PAGES);
    }

    private static List<AtlasEvent> page(int number, String type) {
        return IntStream.range(0, BackgroundProject.PAGE)
                .mapToObj(i -> new AtlasEvent(
                        "%024x".formatted(number * BackgroundProject.PAGE + i), NOW, type, null, null, null, false))
                .toList();
    }
}
