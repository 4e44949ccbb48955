package dev.linkgate.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as every resource of the gateway answers it.
 *
 * @param links where this page, the next and the previous one are
 * @param results the page's entries
 * @param totalCount how many entries all pages have; absent when the caller did not want it
 */
public record Listing<T>(
        List<PageLink> links,
        List<T> results,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long totalCount) {

    /**
     * Points at another page.
     *
     * @param rel {@code self}, {@code next} or {@code previous}
     */
    public record PageLink(String rel, String href) {}
}
