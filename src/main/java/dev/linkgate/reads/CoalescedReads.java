package dev.linkgate.reads;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.link.Aged;
import dev.linkgate.link.Endpoint;
import dev.linkgate.link.Link;
import dev.linkgate.link.LinkPath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reads of all links, kept by link, so that a write to a link makes all that is known of it void at once.
 *
 * <p>A write is seen by the next read because it takes away the link's shelf: whoever asks after that finds an empty
 * one, and a read that began before can only end up on the shelf that nobody finds any more. No reader waits for a
 * writer, and a shelf that falls out of the cache for want of room costs a read, never a wrong answer.
 */
final class CoalescedReads {

    private static final int MAX_LINKS = 10_000;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Sharing sharing;
    private final Cache<ProjectId, CoalescedRead<List<Link>>> projects;
    private final Cache<LinkPath, Shelf> links;

    CoalescedReads(Sharing sharing) {
        this.sharing = sharing;
        Duration idle = IDLE.plusNanos(sharing.maxAgeNanos());
        // Its housekeeping is little; a pool would have to be woken for it.
        this.projects = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_LINKS)
                .expireAfterAccess(idle)
                .ticker(sharing.ticker())
                .build();
        this.links = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_LINKS)
                .expireAfterAccess(idle)
                .ticker(sharing.ticker())
                .build();
    }

    /** The read of a project's links. */
    CoalescedRead<List<Link>> links(ProjectId project) {
        return projects.get(project, absent -> new CoalescedRead<>(sharing));
    }

    /** The reads of a link. Keep it no longer than one request. */
    Shelf link(LinkPath link) {
        return links.get(link, absent -> new Shelf(sharing));
    }

    /**
     * Does a write to a link. What was read before it ended is not handed to anybody who asks after that, whether the
     * write succeeded, failed, or nobody knows; nor is what was read before it began to anybody who asks meanwhile.
     */
    <T extends @Nullable Object> T changing(ProjectId project, LinkId link, Supplier<T> write) {
        LinkPath path = new LinkPath(project, link);
        forget(path);
        try {
            return write.get();
        } finally {
            forget(path);
        }
    }

    private void forget(LinkPath path) {
        links.invalidate(path);
        projects.invalidate(path.project());
    }

    /** What is read of one link. */
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

        /** Lets {@code how} use the read of an endpoint, and keeps that read only if it brought something. */
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
