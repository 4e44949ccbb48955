package dev.linkgate.cli;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** A problem of the gateway (RFC 9457) as lines for people. */
final class ProblemText {

    private ProblemText() {}

    /** @param problem as the gateway answers it, or as it is in an operation */
    static String of(JsonNode problem) {
        StringJoiner lines = new StringJoiner(System.lineSeparator());
        lines.add(Text.of(problem.path("title")));
        lines.add(OptionNames.in(Text.of(problem.path("detail"))));
        for (JsonNode error : problem.path("errors")) {
            lines.add("  " + OptionNames.ofField(Text.of(error.path("field"))) + ": "
                    + OptionNames.in(Text.of(error.path("message"))));
        }
        JsonNode atlas = problem.path("atlas");
        if (atlas.isObject()) {
            lines.add("  Atlas: " + Text.of(atlas.path("status")) + " " + Text.of(atlas.path("errorCode")) + " "
                    + Text.of(atlas.path("detail")));
        }
        if (problem.path("operation").isString()) {
            String operation = Text.of(problem.path("operation"));
            lines.add("  To learn the outcome: linkgate operations wait "
                    + operation.substring(operation.lastIndexOf('/') + 1));
        }
        lines.add("  code: " + Text.of(problem.path("code")) + ", request: " + Text.of(problem.path("requestId")));
        return lines.toString();
    }
}
