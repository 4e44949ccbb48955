package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.Pages;
import dev.linkgate.cli.client.Text;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

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
        JsonNode resource = answer.json();
        if (json) {
            document(answer.body());
            return;
        }
        List<List<String>> rows = resource.propertyStream()
                .map(field -> List.of(Text.plain(field.getKey()), Text.of(field.getValue())))
                .toList();
        columns(rows);
    }

    /** A list: one table, or its JSON. */
    void list(Pages pages, List<Resource.Column> columns) {
        if (json) {
            document(pages.asOne().body());
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(columns.stream().map(Resource.Column::header).toList());
        for (JsonNode resource : pages.results()) {
            rows.add(columns.stream()
                    .map(column -> column.text().apply(resource))
                    .toList());
        }
        columns(rows);
    }

    /** A text of several lines, or that as a string of JSON. */
    void text(String text) {
        out.println(json ? Text.json(StringNode.valueOf(text).toString()) : Text.lines(text));
    }

    /** JSON as it was sent. */
    void document(String sent) {
        out.println(Text.json(sent));
    }

    /** What a write would do. */
    void dryRun(Answer answer) {
        JsonNode plan = answer.json();
        if (json) {
            document(answer.body());
            return;
        }
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

    /** One line in any case. */
    void line(String text) {
        out.println(Text.plain(text));
    }

    /** Whether something could not be written. */
    boolean isBroken() {
        return out.checkError();
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
