package dev.linkgate.harness.rotation;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * The full run, on the packaged jar. It ends with status 1 if a call failed.
 *
 * <p>Options are system properties:
 * <pre>
 *   rotation.jar         the packaged jar
 *   rotation.work        where data are kept
 *   rotation.out         where rotations.md is written
 *   rotation.databases   sqlite,postgresql
 *   rotation.rotations   100   for each database
 *   rotation.restarts    3     rotations of the master key by rolling restarts
 *   rotation.callers     8
 *   rotation.machine     what the figures were measured on
 * </pre>
 */
public final class RotationHarness {

    private RotationHarness() {}

    public static void main(String[] args) throws IOException {
        LoggingSystem.get(RotationHarness.class.getClassLoader()).setLogLevel("io.zonky.test", LogLevel.WARN);
        Path work = Path.of(option("work", ""));
        List<Findings> all = new ArrayList<>();
        for (String name : option("databases", "sqlite,postgresql").split(",", -1)) {
            TestDatabase database = TestDatabase.valueOf(name.toUpperCase(Locale.ROOT));
            Plan plan = new Plan(
                    database,
                    Integer.getInteger("rotation.rotations", 100),
                    database == TestDatabase.SQLITE ? 0 : Integer.getInteger("rotation.restarts", 3),
                    Integer.getInteger("rotation.callers", 8),
                    List.of("-jar", option("jar", "")),
                    Files.createDirectories(work.resolve(name)));
            Findings findings = new RotationRun(plan).run();
            findings.failures().stream().limit(20).forEach(System.out::println);
            all.add(findings);
        }
        String page = page(all, option("machine", ""));
        Files.writeString(Path.of(option("out", "")).resolve("rotations.md"), page);
        System.out.println(page);
        System.exit(all.stream().allMatch(findings -> findings.failures().isEmpty()) ? 0 : 1);
    }

    private static String page(List<Findings> all, String machine) {
        StringBuilder page = new StringBuilder("""
                # Rotations under load

                Written by `docs/availability/rotations.sh`.
                Callers of one team read links and endpoints, and add and remove endpoints, without a
                pause, while all kinds of secrets are replaced. A simulated Atlas answers after 5 ms. A failed call is an answer with a status of
                400 or more, or none.

                - **API key**: a new one is made, all callers use it from their next call on, on any replica, and the old one is revoked when no
                  call under way has it.
                - **Atlas's credentials**: the new one is stored with `verify=true`, and the old one is revoked at Atlas at once, while calls with
                  it are under way on all replicas.
                - **Master key, by rolling restarts**: all replicas restart with `old,new`, then with `new,old`, then with `new`, one after the
                  other; the start with `new` first encrypts all anew. One process, as with SQLite, cannot do that without a stop.

                """);
        page.append("| | ").append(row(all, findings -> title(findings.plan())));
        page.append("|---|").append("--:|".repeat(all.size())).append('\n');
        Set<String> kinds = new LinkedHashSet<>();
        all.forEach(findings -> kinds.addAll(findings.rotations().keySet()));
        for (String kind : kinds) {
            page.append("| ")
                    .append(kind)
                    .append(" | ")
                    .append(row(all, findings -> findings.rotations().getOrDefault(kind, 0L)));
        }
        page.append("| **rotations** | ").append(row(all, Findings::total));
        page.append("| calls | ")
                .append(row(all, findings -> findings.durationsNanos().size()));
        page.append("| **failed calls** | ")
                .append(row(all, findings -> findings.failures().size()));
        page.append("| duration | ").append(row(all, findings -> findings.seconds() + " s"));
        for (double share : List.of(0.5, 0.99, 0.999, 1.0)) {
            page.append("| time of ")
                    .append(share == 1.0 ? "all" : new DecimalFormat("0.# %").format(share))
                    .append(" of the calls, at most | ")
                    .append(row(all, findings -> findings.millisOf(share) + " ms"));
        }
        page.append('\n');
        machine.lines().forEach(line -> page.append("- ").append(line).append('\n'));
        return page.toString();
    }

    private static String title(Plan plan) {
        return plan.database() == TestDatabase.SQLITE ? "SQLite, one process" : "PostgreSQL, two replicas";
    }

    private static String row(List<Findings> all, Function<Findings, Object> cell) {
        StringBuilder row = new StringBuilder();
        all.forEach(findings -> row.append(cell.apply(findings)).append(" | "));
        return row.toString().stripTrailing() + "\n";
    }

    private static String option(String name, String absent) {
        return System.getProperty("rotation." + name, absent);
    }
}
