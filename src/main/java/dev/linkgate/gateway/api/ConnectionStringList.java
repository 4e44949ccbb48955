package dev.linkgate.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.endpoints.link.ClusterConnection;
import dev.linkgate.gateway.platform.web.Listing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of connection strings: a {@link Listing} that says which clusters it lacks.
 *
 * @param links the links to this page, the next and the previous one
 * @param results the page's entries
 * @param totalCount the number of entries on all pages; absent if the caller did not want it
 * @param unreadClusters the clusters whose connection strings could not be read, because Atlas's answer is too large or not
 *     valid: each by its name or, without one, by its place in Atlas's list. Absent if there are none
 */
record ConnectionStringList(
        List<Listing.PageLink> links,
        List<ClusterConnection> results,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long totalCount,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> unreadClusters) {

    static ConnectionStringList of(Listing<ClusterConnection> page, List<String> unread) {
        return new ConnectionStringList(
                page.links(), page.results(), page.totalCount(), unread.isEmpty() ? null : unread);
    }
}
