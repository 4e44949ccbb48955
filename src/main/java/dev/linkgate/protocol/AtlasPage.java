package dev.linkgate.protocol;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One page of a list: {@code links}, {@code results}, {@code totalCount}. */
public final class AtlasPage {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int SIZE = 100;
    private static final int MAX_SIZE = 500;

    private final String url;
    private final int number;
    private final int size;
    private final boolean counted;

    private AtlasPage(String url, int number, int size, boolean counted) {
        this.url = url;
        this.number = number;
        this.size = size;
        this.counted = counted;
    }

    /**
     * The page that a request asks for. Page 0, which Atlas's command line asks for, is the first one.
     *
     * @param origin scheme, host and port in its links
     * @throws RequestRefused if a parameter is not a number in its range, or a flag is not one
     */
    public static AtlasPage of(Inbound request, String origin) {
        Map<String, String> query = request.query();
        return new AtlasPage(
                origin + request.path(),
                Math.max(1, number(query, "pageNum", 1, 0, Integer.MAX_VALUE)),
                number(query, "itemsPerPage", SIZE, 1, MAX_SIZE),
                flag(query, "includeCount", true));
    }

    /**
     * A page with all entries, which the answer to a write has, whatever the request's parameters.
     *
     * @param total the number of entries
     */
    public static AtlasPage whole(Inbound request, String origin, int total) {
        return new AtlasPage(origin + request.path(), 1, Math.max(SIZE, total), true);
    }

    private static int number(Map<String, String> query, String name, int absent, int min, int max) {
        String given = query.getOrDefault(name, String.valueOf(absent));
        if (given.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(given);
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw Refusal.INVALID_QUERY_PARAMETER.of(name);
    }

    private static boolean flag(Map<String, String> query, String name, boolean absent) {
        String given = query.getOrDefault(name, String.valueOf(absent));
        if (!given.equals("true") && !given.equals("false")) {
            throw Refusal.INVALID_QUERY_PARAMETER.of(name);
        }
        return given.equals("true");
    }

    /** The entries of the page, for lists that have no frame around them. */
    public <T> List<T> cut(List<T> all) {
        int from = (int) Math.min((number - 1L) * size, all.size());
        return all.subList(from, Math.min(from + size, all.size()));
    }

    /**
     * The page in JSON. Without a count there is neither a total nor a link to the next page, as was recorded.
     *
     * @param entry makes the JSON of an entry of the page
     */
    public <T> ObjectNode show(List<T> all, Function<T, ObjectNode> entry) {
        return show(all.size(), cut(all).stream().map(entry).toList());
    }

    /**
     * The page in JSON.
     *
     * @param total the number of entries on all pages
     * @param entries those of this one
     */
    public ObjectNode show(int total, List<ObjectNode> entries) {
        ObjectNode page = JSON.objectNode();
        ArrayNode links = page.putArray("links");
        if (number > 1) {
            links.add(link("previous", number - 1));
        }
        links.add(link("self", number));
        if (counted && (long) number * size < total) {
            links.add(link("next", number + 1));
        }
        page.putArray("results").addAll(entries);
        return page.put("totalCount", counted ? total : 0);
    }

    private ObjectNode link(String rel, int target) {
        String href = url + "?includeCount=" + counted + "&pageNum=" + target + "&itemsPerPage=" + size;
        return JSON.objectNode().put("href", href).put("rel", rel);
    }

    /** The {@code links} of a single resource. */
    public static ArrayNode selfLink(String url) {
        ArrayNode links = JSON.arrayNode();
        links.addObject().put("href", url).put("rel", "self");
        return links;
    }
}
