package dev.linkgate.gateway.core.platform.web;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** The segments of a path that may be refused later, so what cannot be decoded stays as it is. */
public final class PathSegments {

    private PathSegments() {}

    /**
     * The segments, each decoded, as the table of routes decodes them. Slashes at the beginning count as one, because a
     * client's base URL may end with a slash.
     *
     * @param uri not decoded; absent if the request line could not be read
     */
    public static List<String> of(@Nullable String uri) {
        return uri == null
                ? List.of()
                : Arrays.stream(uri.replaceFirst("^/+", "").split("/", -1))
                        .map(PathSegments::decoded)
                        .toList();
    }

    /** A text of a URI without its percent signs, if they are right. */
    public static String decoded(String text) {
        try {
            return UriUtils.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
