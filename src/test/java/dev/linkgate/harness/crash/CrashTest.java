package dev.linkgate.harness.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few kills where each is worst; {@code docs/crashes/run.sh} does hundreds, everywhere. */
@Tag("harness")
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {

    private static final int KILLS = 2;
    private static final int CALLERS = 2;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void nothingIsLostOrDoneTwiceOrUnrecorded(TestDatabase database) throws IOException {
        Plan plan = new Plan(
                database,
                KILLS,
                CALLERS,
                System.nanoTime(),
                PackagedGateway.options(),
                directory,
                List.of(Boundary.REPLACE_REMOVING_DONE, Boundary.REPLACE_ADDING_DONE),
                0);
        Findings findings = new CrashRun(plan).run();

        assertThat(findings.violations()).isEmpty();
        assertThat(findings.writes()).isPositive();
        assertThat(findings.operations()).isPositive();
    }
}
