package dev.linkgate.cli.client;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A list, as its pages came.
 *
 * @param pages at least one
 * @param limit the most results to show
 */
public record Pages(List<Answer> pages, long limit) {

    public List<JsonNode> results() {
        return pages.stream()
                .flatMap(page -> page.json().path("results").valueStream())
                .limit(limit)
                .toList();
    }

    /** The list as if it had come on one page. */
    public Answer asOne() {
        Answer first = pages.getFirst();
        ObjectNode whole = first.json();
        if (pages.size() == 1) {
            return first;
        }
        ArrayNode links = whole.putArray("links");
        first.json()
                .path("links")
                .valueStream()
                .filter(link -> !link.path("rel").asString("").equals("next"))
                .forEach(links::add);
        whole.putArray("results").addAll(results());
        return first.withBody(whole);
    }
}
