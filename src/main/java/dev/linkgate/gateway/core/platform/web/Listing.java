package dev.linkgate.gateway.core.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list in an answer, the same for all resources.
 *
 * @param links the links to this page, the next and the previous one
 * @param results the page's entries
 * @param totalCount the number of entries on all pages; absent if the caller did not want it
 */
public record Listing<T>(
        List<PageLink> links,
        List<T> results,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long totalCount) {

    /**
     * A link to a page.
     *
     * @param rel {@code self}, {@code next} or {@code previous}
     */
    public record PageLink(String rel, String href) {}
}
