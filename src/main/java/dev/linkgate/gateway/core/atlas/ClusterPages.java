package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clusters of a project page by page, until a page is short. Atlas tells much of each cluster, so a page may
 * be too long to be read; then it is read in halves. A cluster that cannot be read even alone is left out, so that one
 * does not take the others with it.
 */
final class ClusterPages {

    /** A power of two, so that a page can be halved down to one cluster. */
    static final int SIZE = 32;

    /** Room for five times the clusters that Atlas allows in a project. */
    static final int MAX_PAGES = 16;

    /** The maximum of a project, so that an answer takes some megabytes at most. */
    static final int MAX_CONNECTIONS = 1_000;

    /** The maximum of a project. Where more cannot be read, the answers are not what they should be. */
    static final int MAX_UNREAD = 4;

    private final Source source;
    private @Nullable AtlasResponse last;
    private int tooLong;

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
     * @param read the clusters on it that could be read
     * @param unread the names of the others
     */
    record Page(List<Cluster> read, List<String> unread) {

        int size() {
            return read.size() + unread.size();
        }

        int connections() {
            return read.stream()
                    .mapToInt(cluster -> cluster.connections().size())
                    .sum();
        }

        private Page and(Page next) {
            return new Page(
                    Stream.concat(read.stream(), next.read.stream()).toList(),
                    Stream.concat(unread.stream(), next.unread.stream()).toList());
        }
    }

    ClusterPages(Source source) {
        this.source = source;
    }

    /** What stands for the name of a cluster that has none. */
    static String place(int number) {
        return "(number " + number + ")";
    }

    /**
     * All clusters.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code atlas-error} if there are more clusters or
     *     connections than Atlas can have, a page is not valid, or more than {@value #MAX_UNREAD} clusters or all of
     *     them cannot be read
     */
    Clusters all() {
        Page all = new Page(List.of(), List.of());
        for (int number = 1; number <= MAX_PAGES; number++) {
            Page page = read(number, SIZE);
            all = all.and(page);
            requireReadable(all);
            if (page.size() < SIZE) {
                if (!all.unread().isEmpty() && all.read().isEmpty()) {
                    throw unreadable();
                }
                return new Clusters(all.read(), all.unread());
            }
        }
        throw unreadable();
    }

    private Page read(int number, int size) {
        AtlasResponse response = source.page(number, size);
        last = response;
        if (!response.isTooLong()) {
            return ClusterBodies.clusters(response, number, size).orElseThrow(this::unreadable);
        }
        if (size == 1) {
            tooLong++;
            if (tooLong > MAX_UNREAD) {
                throw unreadable();
            }
            return new Page(List.of(), List.of(place(number)));
        }
        int half = size / 2;
        Page first = read(2 * number - 1, half);
        return first.size() < half ? first : first.and(read(2 * number, half));
    }

    private void requireReadable(Page page) {
        if (page.unread().size() > MAX_UNREAD || page.connections() > MAX_CONNECTIONS) {
            throw unreadable();
        }
    }

    private LinkgateException unreadable() {
        return ProjectReads.unreadable(AtlasOperation.LIST_CLUSTERS, Objects.requireNonNull(last));
    }
}
