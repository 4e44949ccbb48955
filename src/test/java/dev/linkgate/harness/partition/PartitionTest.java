package dev.linkgate.harness.partition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What replicas promise each other, whatever happens to one of them. {@code -Dpartition.seconds=25} lets each trouble
 * last longer than every lease, and {@code -Dlinkgate.jar=} names another jar.
 */
@Tag("harness")
class PartitionTest {

    /** The trouble is longer than the five seconds in which rights that have ended may still be used. */
    private static final Duration TROUBLE = Duration.ofSeconds(Long.getLong("partition.seconds", 6));

    @TempDir
    private Path directory;

    @Test
    void nothingIsPromisedInVain() throws Exception {
        try (Bed bed = new Bed(directory)) {
            try {
                new PartitionRun(bed, TROUBLE).run();
            } finally {
                System.out.println(bed.findings().table());
            }
            assertThat(bed.findings().violations()).isEmpty();
        }
    }
}
