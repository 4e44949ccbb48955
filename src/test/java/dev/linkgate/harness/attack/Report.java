package dev.linkgate.harness.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the results of the attacks: all of them as CSV, the most important ones as a table. */
final class Report {

    private static final String COLUMNS =
            "attack,source,seconds,calls,failed,quiet_p50_ms,quiet_p99_ms,p50_ms,p99_ms,max_ms,later_max_ms,"
                    + "administrator_max_ms,administrator_failed,heap_before_mb,heap_after_mb,resident_before_mb,resident_during_mb,"
                    + "resident_after_mb,threads_before,threads_after,files_before,files_after,broken,failures,attacker_saw,wrong_answers";

    private static final String HEAD = """
            | attack | from | calls | failed | p50 ms | p99 ms | max ms | administrator ms | heap MB | resident MB | broken |
            |---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|
            """;

    private Report() {}

    static void write(List<AttackResult> results, Path csv) throws IOException {
        List<String> lines = new ArrayList<>(List.of(COLUMNS));
        results.forEach(result -> lines.add(line(result)));
        Files.createDirectories(csv.toAbsolutePath().getParent());
        Files.write(csv, lines);
    }

    /** The table of results in Markdown. */
    static String table(List<AttackResult> results) {
        StringBuilder table = new StringBuilder(HEAD);
        results.forEach(result -> table.append(row(result)).append('\n'));
        return table.toString();
    }

    private static String row(AttackResult result) {
        ProcessStats after = result.after();
        return "| "
                + String.join(
                        " | ",
                        List.of(
                                result.attack().title(),
                                result.source(),
                                number(calls(result)),
                                number(failed(result)),
                                tenth(result.during().p50Millis()),
                                tenth(result.during().p99Millis()),
                                tenth(result.during().maxMillis()),
                                tenth(result.administratorMillis()),
                                tenth(result.before().heapMegabytes()) + " → "
                                        + (after == null ? "–" : tenth(after.heapMegabytes())),
                                tenth(result.residentMegabytes()),
                                String.join(", ", result.broken())))
                + " |";
    }

    private static String line(AttackResult result) {
        ProcessStats before = result.before();
        ProcessStats after = result.after();
        LatencyFigures during = result.during();
        return String.join(
                ",",
                result.attack().title(),
                result.source(),
                tenth(result.took().toMillis() / 1e3),
                number(calls(result)),
                number(failed(result)),
                tenth(result.quiet().p50Millis()),
                tenth(result.quiet().p99Millis()),
                tenth(during.p50Millis()),
                tenth(during.p99Millis()),
                tenth(during.maxMillis()),
                tenth(result.later().maxMillis()),
                tenth(result.administratorMillis()),
                number(result.administratorFailed()),
                tenth(before.heapMegabytes()),
                after == null ? "" : tenth(after.heapMegabytes()),
                tenth(before.residentMegabytes()),
                tenth(result.residentMegabytes()),
                after == null ? "" : tenth(after.residentMegabytes()),
                number(before.threads()),
                after == null ? "" : number(after.threads()),
                number(before.files()),
                after == null ? "" : number(after.files()),
                text(String.join("; ", result.broken())),
                text(String.join(
                                " ",
                                result.quiet().failures(),
                                during.failures(),
                                result.later().failures())
                        .strip()),
                text(result.seen().summary()),
                text(String.join(
                        "; ",
                        result.seen().violations().stream().distinct().limit(20).toList())));
    }

    private static int calls(AttackResult result) {
        return result.quiet().calls() + result.during().calls() + result.later().calls();
    }

    private static int failed(AttackResult result) {
        return result.quiet().failed()
                + result.during().failed()
                + result.later().failed();
    }

    private static String tenth(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String number(int value) {
        return String.valueOf(value);
    }

    /** The text in quotes, on one line, without ambiguous characters. */
    private static String text(String value) {
        return "\"" + value.replaceAll("[^ -~]", "?").replace("\"", "\"\"") + "\"";
    }
}
