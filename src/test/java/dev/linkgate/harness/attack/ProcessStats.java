package dev.linkgate.harness.attack;

import dev.linkgate.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's resources after a garbage collection.
 *
 * @param files open files, connections among them
 */
record ProcessStats(double heapMegabytes, double residentMegabytes, int threads, int files, int waiters, int streams) {

    private static final double MEGABYTE = 1 << 20;
    private static final int JCMD_SECONDS = 30;
    /** Each look collects the gateway's garbage, by a process of its own. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

    static ProcessStats of(TestBed bed) {
        collectGarbage(bed.process().pid());
        String metrics = bed.management().get("/actuator/prometheus").body();
        return new ProcessStats(
                sum(metrics, "jvm_memory_used_bytes\\{[^}]*area=\"heap\"") / MEGABYTE,
                residentMegabytes(bed),
                (int) sum(metrics, "jvm_threads_live_threads"),
                (int) sum(metrics, "process_files_open_files"),
                (int) sum(metrics, "linkgate_waiters"),
                (int) sum(metrics, "linkgate_streams"));
    }

    /**
     * Gives the gateway time to release an attack's resources.
     *
     * @return the figures once they are enough, or the last ones if they never are; absent if it has died or says
     *     nothing
     */
    static @Nullable ProcessStats await(TestBed bed, Predicate<ProcessStats> enough, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        @Nullable ProcessStats now = null;
        while (bed.process().isAlive()) {
            try {
                now = of(bed);
            } catch (UncheckedIOException e) {
                now = null;
            }
            if (System.nanoTime() - end > 0 || (now != null && enough.test(now))) {
                return now;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return null;
    }

    /** The open files, connections among them. */
    static int files(TestBed bed) {
        return (int) sum(bed.management().get("/actuator/prometheus").body(), "process_files_open_files");
    }

    /** Whether no more is held than before, except a tenth of the memory and normal fluctuations. */
    boolean isLike(ProcessStats before) {
        return heapMegabytes <= before.heapMegabytes * 1.1
                && threads <= before.threads + 10
                && files <= before.files + 10
                && waiters <= before.waiters
                && streams <= before.streams;
    }

    /** The resident memory that Linux counts; 0 if the process has ended. */
    static double residentMegabytes(TestBed bed) {
        try {
            return RESIDENT.matcher(
                            Files.readString(Path.of("/proc/" + bed.process().pid() + "/status")))
                    .results()
                    .mapToDouble(match -> Double.parseDouble(match.group(1)) / 1024)
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static void collectGarbage(long pid) {
        try {
            Process jcmd = ChildProcess.of(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            String.valueOf(pid),
                            "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
                jcmd.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static double sum(String metrics, String name) {
        return Pattern.compile("(?m)^" + name + ".* (\\S+)$")
                .matcher(metrics)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .sum();
    }
}
