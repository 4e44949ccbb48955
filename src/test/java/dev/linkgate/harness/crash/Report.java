package dev.linkgate.harness.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Writes the findings of the runs, one on each database. */
final class Report {

    private static final String HEAD = """
            # Crashes

            Made by `docs/crashes/run.sh`; each kill is a line in [kills.csv](kills.csv). The packaged gateway runs as a
            separate process (on PostgreSQL two replicas).
            Callers replace, add, ensure and remove
            endpoints of AWS, Azure and GCP, and race for the last ones of links. Others adopt, create, change and remove
            links, switch the regional mode, and replace the last endpoint of a link, which Atlas removes with it.
            Meanwhile requests to Atlas fail at random: resets and errors before and after the write was done, 429,
            delays, broken answers. The gateway is killed with SIGKILL, either at a
            chosen boundary or at a random moment, also while it starts, and started again; the callers repeat their
            requests until they have an answer.

            Then these conditions must hold; a violation ends the run with an error:

            - Every operation that a caller knows ends, keeps its result, and agrees with Atlas; no operation is left
              unfinished or scheduled in the database.
            - Atlas carried out each addition once, and each replacement one removal and one addition. In the end removed
              endpoints are gone, and added ones exist. No link lost its last endpoint unless its caller allowed that.
            - Atlas created each link once, has one link at most for each region of a cloud, and has exactly the links,
              the other regions and the regional modes in the callers' answers.
            - Every write that Atlas carried out has its own earlier intent on the trail, found by the id of its
              request. Every intent has an outcome at the latest a minute after the last start.
            - An addition that is repeated with an `Idempotency-Key` is answered with the endpoint, 201 or 200.
            - An endpoint whose addition was answered is in the next lists that its caller reads, on any replica.
            - Every receipt of a caller is on the trail, and the chain verifies, after every tenth kill too.

            ## Results

            """;

    private static final String COVERAGE = """

            ## Interrupted work

            The number of interrupted pieces of work, by the state of the database and Atlas right after each kill. Kinds
            of operations have their names; `request` is a direct request of a caller.

            """;

    private static final String TAIL = """

            ## Environment

            `docs/crashes/run.sh` needs a JDK from 25 on and a built jar.

            """;

    private final List<Findings> runs;
    private final String machine;

    Report(List<Findings> runs, String machine) {
        this.runs = runs;
        this.machine = machine;
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("kills.csv"), kills());
        Files.writeString(
                directory.resolve("README.md"),
                HEAD + figures() + COVERAGE + coverage() + TAIL + "```text\n" + machine + "\n```\n");
    }

    private List<String> kills() {
        List<String> lines = new ArrayList<>();
        lines.add("database,kill,millis,processes,aim,reached,unfinished_operations,interrupted_at");
        for (Findings run : runs) {
            for (Kill kill : run.kills()) {
                lines.add(String.join(
                        ",",
                        name(run),
                        String.valueOf(kill.number()),
                        String.valueOf(kill.after().toMillis()),
                        String.valueOf(kill.processes()),
                        kill.aim(),
                        String.valueOf(kill.reached()),
                        String.valueOf(kill.unfinished()),
                        kill.met().stream().map(Boundary::name).collect(Collectors.joining(" "))));
            }
        }
        return lines;
    }

    private String figures() {
        List<String> rows = new ArrayList<>();
        rows.add(header("| "));
        rows.add(row("kills", run -> run.kills().size()));
        rows.add(row(
                "processes killed",
                run -> run.kills().stream().mapToLong(Kill::processes).sum()));
        rows.add(row("of the kills at a random moment", run -> aimed(run, Kill.RANDOM)));
        rows.add(row("of the kills while starting", run -> aimed(run, Kill.STARTING)));
        rows.add(row("minutes", run -> run.took().plusSeconds(30).toMinutes()));
        rows.add(row(
                "**violations: lost, done twice, unrecorded, or untrue**",
                run -> run.violations().size()));
        rows.add(row("boundaries not met", run -> run.notMet().size()));
        rows.add(row("requests of callers", Findings::requests));
        rows.add(row("of which without an answer", Findings::unanswered));
        rows.add(row("of which with an unknown outcome", Findings::unknownOutcomes));
        rows.add(row("operations", Findings::operations));
        rows.add(row("writes that Atlas carried out", Findings::writes));
        rows.add(row("receipts checked against the trail", Findings::receipts));
        rows.add(row("additions repeated with an `Idempotency-Key` and found done", Findings::replays));
        rows.add(row("records of the trail", Findings::trailRecords));
        return lines(rows);
    }

    private String coverage() {
        List<String> rows = new ArrayList<>();
        rows.add(header("| kind | "));
        for (Boundary boundary : Boundary.values()) {
            rows.add(row(
                    boundary.kind() + " | " + boundary.where(),
                    run -> run.coverage().getOrDefault(boundary, 0)));
        }
        return lines(rows);
    }

    private String header(String first) {
        String columns = runs.stream().map(Report::name).collect(Collectors.joining(" | "));
        return first + "| " + columns + " |\n" + "|---".repeat(first.split("\\|", -1).length - 1)
                + "|--:".repeat(runs.size()) + "|";
    }

    private String row(String label, ToLongFunction<Findings> figure) {
        return "| " + label + " | "
                + runs.stream()
                        .map(run -> String.format(Locale.ROOT, "%,d", figure.applyAsLong(run)))
                        .collect(Collectors.joining(" | "))
                + " |";
    }

    private static String lines(List<String> rows) {
        return String.join("\n", rows) + "\n";
    }

    private static long aimed(Findings run, String aim) {
        return run.kills().stream().filter(kill -> kill.aim().equals(aim)).count();
    }

    private static String name(Findings run) {
        return switch (run.plan().database()) {
            case SQLITE -> "SQLite";
            case POSTGRESQL -> "PostgreSQL";
        };
    }
}
