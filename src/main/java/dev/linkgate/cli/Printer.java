package dev.linkgate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Writes results: as plain columns, or as the gateway's own JSON. */
final class Printer {

    private static final String GAP = "  ";

    private final PrintWriter out;
    private final boolean json;

    Printer(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** One resource with all of its fields, a field a line. */
    void resource(Answer answer) {
        if (json) {
            out.println(Text.json(answer.body()));
            return;
        }
        List<List<String>> rows = answer.json()
                .propertyStream()
                .map(field -> List.of(Text.plain(field.getKey()), Text.of(field.getValue())))
                .toList();
        columns(rows);
    }

    /** The pages of a list: one table, or the JSON of a page a line. */
    void list(List<Answer> pages, List<Resource.Column> columns) {
        if (json) {
            pages.forEach(page -> out.println(Text.json(page.body())));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Resource.Column::header).toList());
        for (Answer page : pages) {
            for (JsonNode resource : page.json().path("results")) {
                rows.add(columns.stream()
                        .map(column -> column.text().apply(resource))
                        .toList());
            }
        }
        columns(rows);
    }

    /** What a write would do. */
    void dryRun(Answer answer) {
        if (json) {
            out.println(Text.json(answer.body()));
            return;
        }
        JsonNode plan = answer.json();
        out.println(
                plan.path("wouldChange").asBoolean(false)
                        ? "A dry run: nothing was changed. It would send to Atlas:"
                        : "A dry run: there is nothing to change.");
        for (JsonNode request : plan.path("requests")) {
            String body = request.path("body").isObject() ? " " + request.path("body") : "";
            line("  " + Text.of(request.path("method")) + " " + Text.of(request.path("path")) + body);
        }
        for (JsonNode warning : plan.path("warnings")) {
            line("Warning: " + Text.of(warning));
        }
    }

    /** One line for people, or nothing if the output is JSON. */
    void remark(String text) {
        if (!json) {
            line(text);
        }
    }

    /** One line in any case. */
    void line(String text) {
        out.println(Text.plain(text));
    }

    boolean json() {
        return json;
    }

    private void columns(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                if (i == widths.size()) {
                    widths.add(0);
                }
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        }
        rows.forEach(row -> out.println(padded(row, widths)));
    }

    private static String padded(List<String> row, List<Integer> widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            cells.add(i == row.size() - 1 ? cell : cell + " ".repeat(widths.get(i) - cell.length()));
        }
        return cells.stream().collect(Collectors.joining(GAP));
    }
}
