package dev.linkgate.gateway.feature.webhooks.following;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which rules of a project allow more than they did, field by field, as records have them. What cannot be compared
 * counts as loosened: another pattern of references, or a list of which the record has only a part.
 */
final class LoosenedRules {

    /** Records have this many elements of a list, and then the number of the others. */
    private static final int RECORDED = 20;

    /** Whether the second value allows more than the first, which is there. */
    private static final Map<String, BiPredicate<JsonNode, JsonNode>> RULES = rules();

    private LoosenedRules() {}

    private static Map<String, BiPredicate<JsonNode, JsonNode>> rules() {
        Map<String, BiPredicate<JsonNode, JsonNode>> rules = new LinkedHashMap<>();
        rules.put("azureSubscriptions", LoosenedRules::isLonger);
        rules.put("gcpProjects", LoosenedRules::isLonger);
        rules.put("awsEndpoints", (before, after) -> isOnly("approved", before, after));
        rules.put("approver", (before, after) -> isOnly("administrator", before, after));
        rules.put(
                "endpointsPerTeam",
                (before, after) -> !after.isNumber() || after.longValue(Long.MAX_VALUE) > before.longValue(0));
        rules.put("removal", (before, after) -> isOnly("own-team", before, after));
        rules.put("changeReference", (before, after) -> !before.equals(after));
        rules.put("longestGrant", (before, after) -> isLongerTime(before, after));
        return rules;
    }

    /** The fields that it compares. */
    static Set<String> fields() {
        return RULES.keySet();
    }

    /**
     * The fields that allow more.
     *
     * @param before a JSON object, or none if there were no rules
     * @param after a JSON object, or none if there are no rules any more
     */
    static List<String> between(JsonNode before, JsonNode after) {
        return RULES.entrySet().stream()
                .filter(rule -> !before.path(rule.getKey()).isMissingNode())
                .filter(rule -> rule.getValue().test(before.path(rule.getKey()), after.path(rule.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether the stricter one of two words is not there any more. */
    private static boolean isOnly(String strict, JsonNode before, JsonNode after) {
        return before.asString("").equals(strict) && !after.asString("").equals(strict);
    }

    private static boolean isLonger(JsonNode before, JsonNode after) {
        if (!after.isArray() || Stream.of(before, after).anyMatch(list -> list.size() > RECORDED)) {
            return true;
        }
        return !texts(before).containsAll(texts(after));
    }

    private static Set<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).collect(Collectors.toSet());
    }

    private static boolean isLongerTime(JsonNode before, JsonNode after) {
        try {
            return Duration.parse(after.asString("")).compareTo(Duration.parse(before.asString(""))) > 0;
        } catch (DateTimeException e) {
            return true; // there is none any more
        }
    }
}
