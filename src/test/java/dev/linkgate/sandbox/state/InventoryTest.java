package dev.linkgate.sandbox.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.ManualClock;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.NewAtlasEndpoint;
import dev.linkgate.protocol.OperationResult;
import dev.linkgate.protocol.PrivateEndpointOperation;
import dev.linkgate.protocol.RequestRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class InventoryTest {

    private static final String PROJECT = "6a793f63c0eb9e7a177153f5";
    private static final String VPCE = "vpce-0b9c5701325cb15dd";

    private final ManualClock clock = new ManualClock();
    private final Inventory inventory = inventory(Timing.WATCHABLE);

    @Test
    void linkChangesOverTime() {
        String link = create(inventory);

        assertThat(linkStatus(link)).isEqualTo(SimulatedLinkStatus.INITIATING);
        clock.advance(Duration.ofMillis(19_999));
        assertThat(linkStatus(link)).isEqualTo(SimulatedLinkStatus.INITIATING);
        clock.advance(Duration.ofMillis(1));
        assertThat(linkStatus(link)).isEqualTo(SimulatedLinkStatus.AVAILABLE);
    }

    @Test
    void settlesAtOnceWithZeroTiming() {
        Inventory instant = inventory(Timing.INSTANT);
        String link = create(instant);

        OperationResult added = instant.apply(add(link), Fate.AVAILABLE, Author.UNTOLD);

        assertThat(added)
                .isInstanceOfSatisfying(
                        OperationResult.EndpointAdded.class,
                        result -> assertThat(result.endpoint().status()).isEqualTo("PENDING_ACCEPTANCE"));
        assertThat(instant.find(PROJECT, link, VPCE).orElseThrow().status()).isEqualTo(EndpointStatus.AVAILABLE);
        instant.apply(
                new PrivateEndpointOperation.RemoveEndpoint(PROJECT, Provider.AWS, link, VPCE),
                Fate.AVAILABLE,
                Author.UNTOLD);
        assertThat(instant.find(PROJECT, link))
                .as("gone with its last endpoint")
                .isEmpty();
    }

    @Test
    void keepsSeededStateUntilRemoval() {
        String link = "6a793f68c0eb9e7a17715835";
        inventory.seedLink(link, asked(), SimulatedLinkStatus.FAILED);
        clock.advance(Duration.ofDays(1));

        assertThat(inventory.find(PROJECT, link).orElseThrow().errorMessage()).isNotBlank();
        assertThatThrownBy(() -> inventory.apply(add(link), Fate.AVAILABLE, Author.UNTOLD))
                .hasMessage("LINK_NOT_READY");
        inventory.apply(
                new PrivateEndpointOperation.RemoveLink(PROJECT, Provider.AWS, link), Fate.AVAILABLE, Author.UNTOLD);
        assertThat(linkStatus(link)).isEqualTo(SimulatedLinkStatus.DELETING);
        clock.advance(Duration.ofSeconds(5));
        assertThat(inventory.find(PROJECT, link)).isEmpty();
    }

    @Test
    void keepsALinkWithARemainingEndpoint() {
        String link = readyLink();
        inventory.apply(add(link), Fate.AVAILABLE, Author.UNTOLD);
        inventory.apply(
                new PrivateEndpointOperation.AddEndpoint(
                        PROJECT, link, new NewAtlasEndpoint.Aws("vpce-0f6e2b4c8d1a39e57")),
                Fate.REJECTED,
                Author.UNTOLD);

        inventory.apply(
                new PrivateEndpointOperation.RemoveEndpoint(PROJECT, Provider.AWS, link, VPCE),
                Fate.AVAILABLE,
                Author.UNTOLD);
        clock.advance(Duration.ofHours(1));

        assertThat(linkStatus(link)).isEqualTo(SimulatedLinkStatus.AVAILABLE);
        assertThat(inventory.find(PROJECT, link).orElseThrow().endpoints()).containsExactly("vpce-0f6e2b4c8d1a39e57");
    }

    @Test
    void repeatedRemovalIsHarmless() {
        String link = readyLink();
        inventory.apply(add(link), Fate.AVAILABLE, Author.UNTOLD);
        PrivateEndpointOperation remove =
                new PrivateEndpointOperation.RemoveEndpoint(PROJECT, Provider.AWS, link, VPCE);
        inventory.apply(remove, Fate.AVAILABLE, Author.UNTOLD);
        clock.advance(Duration.ofSeconds(4));

        inventory.apply(remove, Fate.AVAILABLE, Author.UNTOLD);
        clock.advance(Duration.ofSeconds(1));

        assertThat(inventory.find(PROJECT, link, VPCE))
                .as("gone when the first said")
                .isEmpty();
    }

    @Test
    void doesNotFindALinkUnderAnotherProvider() {
        String link = readyLink();

        assertThatThrownBy(() -> inventory.apply(
                        new PrivateEndpointOperation.GetLink(PROJECT, Provider.GCP, link),
                        Fate.AVAILABLE,
                        Author.UNTOLD))
                .hasMessage("LINK_NOT_FOUND");
    }

    @Test
    void addsAnEndpointOnceUnderConcurrency() throws Exception {
        String link = readyLink();
        List<Callable<Boolean>> attempts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            attempts.add(() -> {
                try {
                    inventory.apply(add(link), Fate.AVAILABLE, Author.UNTOLD);
                    return true;
                } catch (RequestRefused refused) {
                    return false;
                }
            });
        }
        int added = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                added += attempt.get() ? 1 : 0;
            }
        }
        assertThat(added).isOne();
    }

    private Inventory inventory(Timing timing) {
        Inventory made = new Inventory(clock, timing);
        made.seedProject(PROJECT);
        return made;
    }

    private String readyLink() {
        String link = create(inventory);
        clock.advance(Duration.ofSeconds(20));
        return link;
    }

    private static String create(Inventory inventory) {
        if (inventory.apply(asked(), Fate.AVAILABLE, Author.UNTOLD) instanceof OperationResult.LinkCreated created) {
            return created.link().id();
        }
        throw new AssertionError("no link was created");
    }

    private SimulatedLinkStatus linkStatus(String link) {
        return inventory.find(PROJECT, link).orElseThrow().status();
    }

    private static PrivateEndpointOperation.CreateLink asked() {
        return new PrivateEndpointOperation.CreateLink(PROJECT, Provider.AWS, "US_EAST_1", false, null);
    }

    private static PrivateEndpointOperation.AddEndpoint add(String link) {
        return new PrivateEndpointOperation.AddEndpoint(PROJECT, link, new NewAtlasEndpoint.Aws(VPCE));
    }
}
