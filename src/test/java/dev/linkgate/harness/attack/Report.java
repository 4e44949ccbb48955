package dev.linkgate.harness.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the results of the attacks: all of them as CSV, the most important ones as a table. */
final class Report {

    /** The columns of the CSV file, by their names. */
    private static final Map<String, Function<AttackResult, String>> COLUMNS = columns();

    /** The columns of the table. */
    private static final List<String> IMPORTANT = List.of(
            "attack",
            "source",
            "calls",
            "failed",
            "p50_ms",
            "p99_ms",
            "max_ms",
            "administrator_max_ms",
            "heap_before_mb",
            "heap_after_mb",
            "resident_during_mb",
            "broken");

    private Report() {}

    private static Map<String, Function<AttackResult, String>> columns() {
        Map<String, Function<AttackResult, String>> all = new LinkedHashMap<>();
        all.put("attack", result -> result.attack().title());
        all.put("source", AttackResult::source);
        all.put("seconds", result -> tenth(result.took().toMillis() / 1e3));
        all.put("calls", result -> String.valueOf(result.calls()));
        all.put("failed", result -> String.valueOf(result.failed()));
        all.put("quiet_p50_ms", result -> tenth(result.quiet().p50Millis()));
        all.put("quiet_p99_ms", result -> tenth(result.quiet().p99Millis()));
        all.put("p50_ms", result -> tenth(result.during().p50Millis()));
        all.put("p99_ms", result -> tenth(result.during().p99Millis()));
        all.put("max_ms", result -> tenth(result.during().maxMillis()));
        all.put("later_max_ms", result -> tenth(result.later().maxMillis()));
        all.put("administrator_max_ms", result -> tenth(result.administratorMillis()));
        all.put("administrator_failed", result -> String.valueOf(result.administratorFailed()));
        all.put("heap_before_mb", result -> tenth(result.before().heapMegabytes()));
        all.put("heap_after_mb", result -> figure(result.after(), ProcessStats::heapMegabytes));
        all.put("resident_before_mb", result -> tenth(result.before().residentMegabytes()));
        all.put("resident_during_mb", result -> tenth(result.residentMegabytes()));
        all.put("resident_after_mb", result -> figure(result.after(), ProcessStats::residentMegabytes));
        all.put("threads_before", result -> String.valueOf(result.before().threads()));
        all.put("threads_after", result -> figure(result.after(), ProcessStats::threads));
        all.put("files_before", result -> String.valueOf(result.before().files()));
        all.put("files_after", result -> figure(result.after(), ProcessStats::files));
        all.put("broken", result -> text(String.join("; ", result.broken())));
        all.put("failures", result -> text(result.failures()));
        all.put("attacker_saw", result -> text(result.seen().summary()));
        all.put(
                "wrong_answers",
                result -> text(result.seen().violations().stream().limit(20).collect(Collectors.joining("; "))));
        return all;
    }

    static void write(List<AttackResult> results, Path csv) throws IOException {
        List<String> lines = new ArrayList<>(List.of(String.join(",", COLUMNS.keySet())));
        for (AttackResult result : results) {
            lines.add(COLUMNS.values().stream()
                    .map(column -> column.apply(result))
                    .collect(Collectors.joining(",")));
        }
        Files.createDirectories(csv.toAbsolutePath().getParent());
        Files.write(csv, lines);
    }

    /** The table of results in Markdown. */
    static String table(List<AttackResult> results) {
        StringBuilder table = new StringBuilder("| " + String.join(" | ", IMPORTANT) + " |\n");
        table.append("|---".repeat(IMPORTANT.size())).append("|\n");
        for (AttackResult result : results) {
            table.append("| ");
            COLUMNS.forEach(
                    (name, column) -> table.append(IMPORTANT.contains(name) ? column.apply(result) + " | " : ""));
            table.append('\n');
        }
        return table.toString();
    }

    /** Empty if the gateway has died. */
    private static String figure(@Nullable ProcessStats after, ToDoubleFunction<ProcessStats> figure) {
        return after == null ? "" : tenth(figure.applyAsDouble(after));
    }

    private static String tenth(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** The text in quotes, on one line, without ambiguous characters. */
    private static String text(String value) {
        return "\"" + value.replaceAll("[^ -~]", "?").replace("\"", "\"\"") + "\"";
    }
}
