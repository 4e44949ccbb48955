package dev.linkgate.gateway.core.atlas.channel;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The template of a resource's path, such as {@code /api/atlas/v2/groups/{id}/privateEndpoint/AWS/endpointService}. It
 * contains no id and no name, so it may be a label of a metric, and there are few.
 */
public final class ResourceTemplate {

    /** The words of Atlas's paths; every other segment is an id or a name. */
    private static final Set<String> WORDS = Set.of(
            "",
            "api",
            "atlas",
            "v1.0",
            "v2",
            "oauth",
            "token",
            "groups",
            "privateEndpoint",
            "AWS",
            "AZURE",
            "GCP",
            "endpointService",
            "endpoint",
            "interfaceEndpoints",
            "regionalMode",
            "clusters",
            "events");

    private ResourceTemplate() {}

    /** @param uri path and perhaps query */
    public static String of(String uri) {
        String path = uri.split("\\?", 2)[0];
        return Arrays.stream(path.split("/"))
                .map(segment -> WORDS.contains(segment) ? segment : "{id}")
                .collect(Collectors.joining("/"));
    }
}
