package dev.linkgate.harness.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.gateway.app.TokenIssuer;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short forms of the attacks, one after the other on one gateway; {@code docs/attacks/run.sh} runs the full ones. */
@Tag("harness")
@Execution(ExecutionMode.CONCURRENT)
@EnabledOnOs(value = OS.LINUX, disabledReason = "the attackers need many loopback addresses")
class AttackTest {

    private static final int PERCENT = 4;

    private static final Setup SETUP = new Setup(PackagedGateway.options(), "128m", TestDatabase.SQLITE, 5_000, 10);

    /** Three quarters of the gateway's limit. */
    private static final double BOUND_MEGABYTES = 96;

    private static final int FEW_CONNECTIONS = 100;

    /** The gateway closes idle connections to Atlas within a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobodyElseNoticesAnAttack(boolean byAtlas) throws Exception {
        List<Attack> attacks = Stream.of(Attack.values())
                .filter(attack -> attack.isOfAtlas() == byAtlas)
                .filter(attack -> attack != Attack.UNREAD_INDENTED_ENDPOINTS) // it takes all processors: docs/attacks
                .toList();
        try (TokenIssuer issuer = new TokenIssuer();
                TestBed bed = TestBed.start(SETUP, byAtlas, issuer, directory)) {
            ProcessStats before = ProcessStats.of(bed);
            SoftAssertions softly = new SoftAssertions();
            attack(bed, attacks, before, softly);
            softly.assertAll();
            assertThat(ProcessStats.await(bed, now -> hasReleased(before, now), PATIENCE))
                    .matches(after -> after != null && hasReleased(before, after), "as before: " + before);
            assertThat(bed.isReady()).isTrue();
            assertThat(bed.isTrailValid()).isTrue();
        }
    }

    /** The memory of a gateway that was warmed up by the attacks cannot be compared with that of a new one. */
    private static boolean hasReleased(ProcessStats before, ProcessStats after) {
        return after.heapMegabytes() < BOUND_MEGABYTES
                && after.waiters() + after.streams() == 0
                && after.files() <= before.files() + 20;
    }

    private static void attack(TestBed bed, List<Attack> attacks, ProcessStats before, SoftAssertions softly)
            throws Exception {
        long seed = System.nanoTime();
        long start = System.nanoTime();
        try (SteadyLoad load = new SteadyLoad(bed, false);
                AdministratorLoad administrator = new AdministratorLoad(bed, true)) {
            for (Attack attack : attacks) {
                String source = "127.0.0." + (attacks.indexOf(attack) + 2);
                AttackContext context = AttackContext.begin(bed, source, attack.shortTime(), PERCENT, seed);
                attack.run(context);
                assertThat(bed.process().isAlive()).as("%s", attack).isTrue();
                softly.assertThat(context.seen().violations())
                        .as("%s, seed %d", attack, seed)
                        .isEmpty();
                // Each comes from an address of its own, and the connections of two are more than the gateway has.
                Patience.until(() -> ProcessStats.files(bed) <= before.files() + FEW_CONNECTIONS);
            }
            long end = System.nanoTime();
            load.awaitCallsDueBefore(end);
            softly.assertThat(load.between(start, end).failures()).isEmpty();
            softly.assertThat(administrator.failures()).isEmpty();
        }
    }
}
