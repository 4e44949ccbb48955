package dev.linkgate.reads;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Target;
import dev.linkgate.link.Aged;
import dev.linkgate.link.ClusterConnections;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkPath;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reads of all links, kept by link, so that a write to a link voids all its reads at once.
 *
 * <p>A write removes the link's shelf. A later read therefore starts on an empty shelf. A read that began earlier can
 * only finish on the removed shelf, where no later reader finds it. Readers do not wait for writers. A shelf evicted
 * from the cache costs one read and never causes a wrong answer.
 */
final class CoalescedReads {

    private static final int MAX_LINKS = 10_000;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Sharing sharing;
    private final Cache<Lists, CoalescedRead<List<Link>>> lists;
    private final Cache<LinkPath, Shelf> links;
    private final Cache<ProjectId, CoalescedRead<ClusterConnections>> connections;

    CoalescedReads(Sharing sharing) {
        this.sharing = sharing;
        this.lists = cache(sharing);
        this.links = cache(sharing);
        this.connections = cache(sharing);
    }

    /** The housekeeping is little, and a thread pool would have to be woken for it. */
    private static <K, V> Cache<K, V> cache(Sharing sharing) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_LINKS)
                .expireAfterAccess(IDLE.plusNanos(sharing.maxAgeNanos()))
                .ticker(sharing.ticker())
                .build();
    }

    /** The key of a read of a project's links to one cloud. */
    private record Lists(ProjectId project, Provider provider) {}

    /** The read of a project's links to one cloud. */
    CoalescedRead<List<Link>> links(ProjectId project, Provider provider) {
        return lists.get(new Lists(project, provider), absent -> new CoalescedRead<>(sharing));
    }

    /** The read of the connections of a project's clusters. */
    CoalescedRead<ClusterConnections> clusterConnections(ProjectId project) {
        return connections.get(project, absent -> new CoalescedRead<>(sharing));
    }

    /** The reads of a link. Callers keep it for one request at most. */
    Shelf link(LinkPath link) {
        return links.get(link, absent -> new Shelf(sharing));
    }

    /**
     * Begins a change to a link, or to a project's set of links, which lasts until it is closed. While it lasts, no request gets an answer read before
     * its beginning. After its end, no request gets an answer read before its end, whether the change succeeded,
     * failed, or has an unknown outcome.
     */
    LinkChange change(Target target) {
        forget(target);
        return () -> forget(target);
    }

    private void forget(Target target) {
        ProjectId project = Objects.requireNonNull(target.project());
        if (target.link() != null) {
            links.invalidate(new LinkPath(project, target.link()));
        }
        for (Provider provider : Provider.values()) {
            lists.invalidate(new Lists(project, provider));
        }
        connections.invalidate(project);
    }

    /** The reads of one link. */
    static final class Shelf {
        private final Sharing sharing;
        private final CoalescedRead<Link> link;
        private final ConcurrentHashMap<EndpointId, CoalescedRead<Endpoint>> endpoints = new ConcurrentHashMap<>();

        Shelf(Sharing sharing) {
            this.sharing = sharing;
            this.link = new CoalescedRead<>(sharing);
        }

        CoalescedRead<Link> link() {
            return link;
        }

        /** Lets {@code how} use the read of an endpoint, and keeps the read only if it holds or awaits an answer. */
        Aged<Endpoint> endpoint(EndpointId id, Function<CoalescedRead<Endpoint>, Aged<Endpoint>> how) {
            CoalescedRead<Endpoint> known = endpoints.get(id);
            CoalescedRead<Endpoint> read =
                    known != null ? known : endpoints.computeIfAbsent(id, absent -> new CoalescedRead<>(sharing));
            try {
                return how.apply(read);
            } finally {
                if (read.isEmpty()) {
                    endpoints.remove(id, read);
                }
            }
        }

        /** The read of an endpoint, if there was one. */
        @Nullable
        CoalescedRead<Endpoint> known(EndpointId id) {
            return endpoints.get(id);
        }
    }
}
