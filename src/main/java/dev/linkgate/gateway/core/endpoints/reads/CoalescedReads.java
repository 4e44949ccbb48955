package dev.linkgate.gateway.core.endpoints.reads;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.linkgate.gateway.core.endpoints.link.Aged;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.WriteListener;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reads of all projects and links, an entry of a cache for each, so that a write to a link voids all its reads at
 * once.
 *
 * <p>A write removes the entries of the link and of its project, when it is begun and when it has ended, whichever
 * replica it went through. A later read therefore starts with an empty entry. A read that began earlier can only finish
 * in the removed entry, where no later reader finds it, and readers that have used the removed entry learn of it before
 * their answer is on record. Readers do not wait for writers. An entry evicted from the cache costs a read and never
 * causes a wrong answer.
 */
final class CoalescedReads implements WriteListener {

    private static final int MAX_ENTRIES = 10_000;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Sharing sharing;
    private final Cache<ProjectId, OfProject> projects;
    private final Cache<LinkPath, OfLink> links;

    CoalescedReads(Sharing sharing) {
        this.sharing = sharing;
        this.projects = cache(sharing);
        this.links = cache(sharing);
    }

    /** The housekeeping is little, and a thread pool would have to be woken for it. */
    private static <K, V> Cache<K, V> cache(Sharing sharing) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(MAX_ENTRIES)
                .expireAfterAccess(IDLE.plusNanos(sharing.maxAgeNanos()))
                .ticker(sharing.ticker())
                .build();
    }

    /** The reads of a project as a whole. Callers keep it for one request at most. */
    OfProject project(ProjectId project) {
        return projects.get(project, absent -> new OfProject(project));
    }

    /** The reads of a link. Callers keep it for one request at most. */
    OfLink link(LinkPath link) {
        return links.get(link, absent -> new OfLink(link));
    }

    @Override
    public void begun(Target target) {
        forget(target);
    }

    @Override
    public void ended(Target target) {
        forget(target);
    }

    @Override
    public void missed() {
        links.invalidateAll();
        projects.invalidateAll();
    }

    private void forget(Target target) {
        ProjectId project = Objects.requireNonNull(target.project());
        if (target.link() != null) {
            links.invalidate(new LinkPath(project, target.link()));
        }
        projects.invalidate(project);
    }

    /** Lets {@code how} use one of some reads, which is kept only if it holds or awaits an answer. */
    private static <K, T> Aged<T> use(
            ConcurrentHashMap<K, CoalescedRead<T>> reads,
            K key,
            Supplier<CoalescedRead<T>> absent,
            Function<CoalescedRead<T>, Aged<T>> how) {
        CoalescedRead<T> known = reads.get(key);
        CoalescedRead<T> read = known != null ? known : reads.computeIfAbsent(key, each -> absent.get());
        try {
            return how.apply(read);
        } finally {
            if (read.isEmpty()) {
                reads.remove(key, read);
            }
        }
    }

    /** The reads of one project: its links to each cloud, its clusters, its description and what features read. */
    final class OfProject {
        private final BooleanSupplier current;
        private final ConcurrentHashMap<Object, CoalescedRead<Object>> reads = new ConcurrentHashMap<>();

        OfProject(ProjectId project) {
            current = () -> projects.getIfPresent(project) == this;
        }

        /**
         * Lets {@code how} use a read.
         *
         * @param what is read; all answers for it are of one type
         */
        @SuppressWarnings("unchecked")
        <T> Aged<T> read(Object what, Function<CoalescedRead<T>, Aged<T>> how) {
            return (Aged<T>) use(reads, what, () -> new CoalescedRead<>(sharing, current), read ->
                    (Aged<Object>) how.apply((CoalescedRead<T>) read));
        }
    }

    /** The reads of one link. */
    final class OfLink {
        private final BooleanSupplier current;
        private final CoalescedRead<Link> link;
        private final ConcurrentHashMap<EndpointId, CoalescedRead<Endpoint>> endpoints = new ConcurrentHashMap<>();

        OfLink(LinkPath path) {
            this.current = () -> links.getIfPresent(path) == this;
            this.link = new CoalescedRead<>(sharing, current);
        }

        CoalescedRead<Link> link() {
            return link;
        }

        /** Lets {@code how} use the read of an endpoint, and keeps the read only if it holds or awaits an answer. */
        Aged<Endpoint> endpoint(EndpointId id, Function<CoalescedRead<Endpoint>, Aged<Endpoint>> how) {
            return use(endpoints, id, () -> new CoalescedRead<>(sharing, current), how);
        }

        /** The read of an endpoint, if there was one. */
        @Nullable
        CoalescedRead<Endpoint> known(EndpointId id) {
            return endpoints.get(id);
        }
    }
}
