package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The full run, on the packaged jar. It ends with status 1 if a promise was broken or a boundary was not met.
 *
 * <p>Options are system properties:
 * <pre>
 *   crash.jar         the packaged jar
 *   crash.work        where data, logs and the unpacked jar are kept
 *   crash.out         where README.md, kills.csv and figures.csv are written
 *   crash.databases   sqlite,postgresql
 *   crash.kills       150     for each database
 *   crash.callers     4
 *   crash.seed        1
 *   crash.machine     what the figures were measured on
 * </pre>
 */
public final class CrashHarness {

    private static final int RANDOM_PERCENT = 30;

    private CrashHarness() {}

    public static void main(String[] args) throws IOException {
        LoggingSystem.get(CrashHarness.class.getClassLoader()).setLogLevel("io.zonky.test", LogLevel.WARN);
        Path work = Path.of(option("work", ""));
        List<String> product = PackagedGateway.unpack(Path.of(option("jar", "")), work);
        List<Findings> all = new ArrayList<>();
        for (String name : option("databases", "sqlite,postgresql").split(",", -1)) {
            Path directory = Files.createDirectories(work.resolve(name));
            all.add(new CrashRun(new Plan(
                            TestDatabase.valueOf(name.toUpperCase(Locale.ROOT)),
                            Integer.getInteger("crash.kills", 150),
                            Integer.getInteger("crash.callers", 4),
                            Long.getLong("crash.seed", 1),
                            product,
                            directory,
                            List.of(Boundary.values()),
                            RANDOM_PERCENT))
                    .run());
        }
        new Report(all, option("machine", "")).write(Path.of(option("out", "")));
        all.forEach(findings -> findings.errors().stream().distinct().limit(20).forEach(System.out::println));
        boolean sound = all.stream()
                .allMatch(findings ->
                        findings.violations().isEmpty() && findings.notMet().isEmpty());
        all.forEach(findings -> System.out.println(findings.plan().database() + ": violations " + findings.violations()
                + ", not met " + findings.notMet()));
        System.exit(sound ? 0 : 1);
    }

    private static String option(String name, String absent) {
        return System.getProperty("crash." + name, absent);
    }
}
