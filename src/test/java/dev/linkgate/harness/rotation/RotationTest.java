package dev.linkgate.harness.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few rotations; {@code docs/availability/rotations.sh} does many, and restarts. */
@Tag("harness")
@Execution(ExecutionMode.CONCURRENT)
class RotationTest {

    private static final int ROTATIONS = 6;
    private static final int CALLERS = 4;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void noCallFailsWhileSecretsAreReplaced(TestDatabase database) {
        Plan plan = new Plan(database, ROTATIONS, 0, CALLERS, PackagedGateway.options(), directory);

        Findings findings = new RotationRun(plan).run();

        assertThat(findings.failures()).isEmpty();
        assertThat(findings.total()).isEqualTo(ROTATIONS);
        assertThat(findings.durationsNanos()).hasSizeGreaterThan(ROTATIONS);
    }
}
