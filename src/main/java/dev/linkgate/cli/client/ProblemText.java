package dev.linkgate.cli.client;

import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A problem of the gateway (RFC 9457) as lines for people. */
public final class ProblemText {

    private ProblemText() {}

    /** @param problem as the gateway answers it, or as it is in an operation */
    public static String of(JsonNode problem) {
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
        if (problem.path("accessRequest").isString()) {
            String request = Text.of(problem.path("accessRequest"));
            lines.add("  Asked for: " + request.substring(request.lastIndexOf('/') + 1)
                    + "; linkgate access ls shows the answer");
        }
        lines.add("  code: " + Text.of(problem.path("code")) + ", request: " + Text.of(problem.path("requestId")));
        return lines.toString();
    }

    /** Texts of the gateway, with the command line's options in place of the fields and parameters of requests. */
    static final class OptionNames {

        private static final Map<String, String> BY_FIELD = Map.ofEntries(
                Map.entry("projectId", "--project"),
                Map.entry("provider", "--provider"),
                Map.entry("region", "--region"),
                Map.entry("supportedRemoteRegions", "--remote-region"),
                Map.entry("portMappingEnabled", "--no-port-mapping"),
                Map.entry("linkId", "LINK"),
                Map.entry("interfaceEndpointId", "ENDPOINT"),
                Map.entry("privateEndpointIPAddress", "--ip"),
                Map.entry("customerEndpointDnsName", "--dns-name"),
                Map.entry("azureLinkId", "--azure-link-id"),
                Map.entry("customerEndpointIPAddress", "--ip"),
                Map.entry("gcpProjectId", "--gcp-project"),
                Map.entry("endpoints", "--rule"),
                Map.entry("allowLinkRemoval", "--allow-link-removal"),
                Map.entry("cluster", "--cluster"),
                Map.entry("team", "--team"),
                Map.entry("connectionStatus", "--status"),
                Map.entry("failed", "--failed"),
                Map.entry("kind", "--kind"),
                Map.entry("operationId", "OPERATION"),
                Map.entry("requestId", "--request"),
                Map.entry("action", "--action"),
                Map.entry("limit", "--limit"),
                Map.entry("overlap", "--overlap"),
                Map.entry("role", "--role"),
                Map.entry("for", "--for"),
                Map.entry("reason", "--reason"),
                Map.entry("comment", "--comment"),
                Map.entry("until", "--until"));

        /**
         * What a sentence says to send, and names that are no words of a sentence. {@code requestId} is an answer's.
         */
        private static final Pattern NAME =
                Pattern.compile("Ask for \"(?<field>supportedRemoteRegions|portMappingEnabled)\":"
                        + "(?<value>\\[[^\\]]*\\]|true|false)"
                        + "|(?<flag>allowLinkRemoval)=true"
                        + "|(?<wait>the header Prefer: wait)"
                        + "|(?<again>DELETE /keys/rotation)"
                        + "|\\b(?!requestId\\b)(?<name>[a-z]+[A-Z][A-Za-z]+)\\b");

        private OptionNames() {}

        /** @param field of a body, or a variable or parameter of a path */
        static String ofField(String field) {
            return BY_FIELD.getOrDefault(field.replaceFirst("[.\\[].*", ""), field);
        }

        static String in(String text) {
            return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(option(match)));
        }

        private static String option(MatchResult match) {
            if (match.group("field") != null) {
                return asking(match.group("field"), match.group("value"));
            }
            if (match.group("wait") != null) {
                return "--wait";
            }
            if (match.group("again") != null) {
                return "linkgate key rotate --again";
            }
            return match.group("flag") == null ? ofField(match.group("name")) : ofField(match.group("flag"));
        }

        /** The options that send a field with a value. */
        private static String asking(String field, String value) {
            return switch (value) {
                case "false" -> "Give " + ofField(field);
                case "true", "[]" -> "Leave out " + ofField(field);
                default ->
                    "Give" + value.replaceAll("[\\[\\]\"\\s]", "").replaceAll("(?:^|,)", " " + ofField(field) + " ");
            };
        }
    }
}
