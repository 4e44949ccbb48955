package dev.linkgate.atlas;

import dev.linkgate.link.ClusterConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the clusters of a project page by page, until a page is short. Atlas tells much of each cluster, so a page may
 * be too long to be read; then it is read in halves.
 */
final class ClusterPages {

    /** A power of two, so that a page can be halved down to one cluster. */
    static final int SIZE = 32;

    /** Room for five times the clusters that Atlas allows in a project. */
    static final int MAX_PAGES = 16;

    /** The maximum of a project, so that an answer takes some megabytes at most. */
    static final int MAX_CONNECTIONS = 1_000;

    private final Source source;

    /** Asks Atlas for a page. */
    @FunctionalInterface
    interface Source {

        /**
         * @param number from 1
         * @param size the number of clusters on a page
         * @return with a status of success
         */
        AtlasResponse page(int number, int size);
    }

    /**
     * A page.
     *
     * @param clusters the number of clusters on it
     * @param connections their connections through private endpoints
     */
    record Page(int clusters, List<ClusterConnection> connections) {

        private Page and(Page next) {
            return new Page(
                    clusters + next.clusters,
                    Stream.concat(connections.stream(), next.connections.stream())
                            .toList());
        }
    }

    ClusterPages(Source source) {
        this.source = source;
    }

    /**
     * The connections of all clusters.
     *
     * @throws dev.linkgate.kernel.LinkgateException {@code atlas-error} if there are more clusters or connections than
     *     Atlas can have, or a page is not valid
     */
    List<ClusterConnection> connections() {
        List<ClusterConnection> connections = new ArrayList<>();
        for (int number = 1; number <= MAX_PAGES; number++) {
            Page page = read(number, SIZE);
            connections.addAll(page.connections());
            if (connections.size() > MAX_CONNECTIONS) {
                break;
            }
            if (page.clusters() < SIZE) {
                return connections;
            }
        }
        throw AtlasFault.UNREADABLE.failure(AtlasOperation.LIST_CLUSTERS).toException();
    }

    private Page read(int number, int size) {
        AtlasResponse response = source.page(number, size);
        if (response.isTooLong() && size > 1) {
            int half = size / 2;
            Page first = read(2 * number - 1, half);
            return first.clusters() < half ? first : first.and(read(2 * number, half));
        }
        return AtlasBodies.clusters(response, size)
                .orElseThrow(() -> AtlasFault.UNREADABLE
                        .failure(AtlasOperation.LIST_CLUSTERS)
                        .answeredBy(response.refusal())
                        .toException());
    }
}
