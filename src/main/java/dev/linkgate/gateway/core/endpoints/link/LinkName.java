package dev.linkgate.gateway.core.endpoints.link;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.Optional;

/**
 * What a path calls a link: its id, or its provider and region, such as {@code aws:us-east-1}. A project has one link
 * at most for each region of a provider.
 */
public record LinkName(@JsonValue String value) {

    /** The pattern for validation and for the OpenAPI document. */
    public static final String PATTERN =
            ProjectId.PATTERN + "|(?:[aA][wW][sS]|[aA][zZ][uU][rR][eE]|[gG][cC][pP]):[A-Za-z0-9_-]{1,64}";

    /** The message for a name of another form. */
    public static final String EXPECTED =
            "must be 24 lowercase hex digits, or a provider and a region as aws:us-east-1";

    /** @throws IllegalArgumentException if the value has another form */
    public LinkName {
        if (!matches(value)) {
            throw new IllegalArgumentException("a link's name " + EXPECTED);
        }
    }

    public static boolean matches(String value) {
        return LinkId.matches(value) || placeIn(value).isPresent();
    }

    /** The provider and the region of a link. */
    public record Place(Provider provider, Region region) {}

    /** The id, if the link is named by it. */
    public Optional<LinkId> id() {
        return LinkId.matches(value) ? Optional.of(new LinkId(value)) : Optional.empty();
    }

    /** The place that the link is named by. */
    public Place place() {
        return placeIn(value).orElseThrow();
    }

    private static Optional<Place> placeIn(String value) {
        int colon = value.indexOf(':');
        if (colon < 0 || !Region.matches(value.substring(colon + 1))) {
            return Optional.empty();
        }
        Region region = new Region(value.substring(colon + 1));
        return Provider.of(value.substring(0, colon)).map(provider -> new Place(provider, region));
    }

    @Override
    public String toString() {
        return value;
    }
}
