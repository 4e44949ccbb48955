package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.RequiredDatabase;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes and shows access requests. Whether a project exists is not asked, so that no answer, and not the time that it
 * takes, tells it to who may not know.
 */
@Service
public class AccessRequests {

    /** How long a request waits for its answer, how long an approval may be used, and how long each is kept afterwards. */
    static final Duration KEPT = Duration.ofDays(14);

    /** The requests of a team, or of an administrator, that may wait for an answer. */
    static final int MOST_PENDING = 20;

    /** The requests for endpoints of a project that may wait for an answer. */
    static final int MOST_PENDING_ENDPOINTS = 100;

    /** The approvals of a project that are in force: they are held in memory. */
    static final int MOST_APPROVALS = 1_000;

    /** The requests for roles that a team may make in {@link #PERIOD}. */
    static final int MOST_RECENT = 30;

    static final Duration PERIOD = Duration.ofDays(1);

    /** The requests of all teams that are kept. */
    static final int MOST = 10_000;

    private static final Duration UNTIL_SOME_EXPIRE = Duration.ofHours(1);

    /** Between two looks of who waits for an answer. */
    private static final Duration RECHECK = Duration.ofSeconds(1);

    private final AccessRequestStore store;
    private final Access access;
    private final AuditTrail trail;
    private final Outbox outbox;
    private final TransactionTemplate transactions;

    AccessRequests(
            AccessRequestStore store,
            Access access,
            AuditTrail trail,
            Outbox outbox,
            TransactionTemplate transactions) {
        this.store = store;
        this.access = access;
        this.trail = trail;
        this.outbox = outbox;
        this.transactions = transactions;
    }

    /** @param isNew whether it was made by who asks for it now */
    public record Asked(AccessRequest request, boolean isNew) {

        int status() {
            return isNew ? 201 : 200;
        }
    }

    Listing<AccessRequest> list(AccessRequestStore.Selection selection, Page page) {
        Instant now = access.now();
        return page.of(store.count(selection, now), store.list(selection, now, page.size(), page.offset()));
    }

    long count(AccessRequestStore.Selection selection) {
        return store.count(selection, access.now());
    }

    /** Empty also if it is on another project. */
    Optional<AccessRequest> find(RequestContext context, ProjectId project, String id) {
        return RequiredDatabase.during(context, () -> store.find(project, id, access.now()));
    }

    static LinkgateException notFound(String id) {
        return Failure.of(
                        AskingWords.REQUEST_NOT_FOUND,
                        "There is no access request '" + id + "' on this project that you may see.")
                .toException();
    }

    /** The request as soon as it has an answer, or is over, or else as it is when the patience ends. */
    AccessRequest awaitAnswer(RequestContext context, ProjectId project, AccessRequest first, Duration patience) {
        AccessRequest latest = first;
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos();
                    latest.state() == RequestState.PENDING
                            && left > 0
                            && context.waiting().mayContinue();
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, RECHECK.toNanos()));
                latest = find(context, project, first.id().value()).orElse(latest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return latest;
    }

    /** The equal request that is pending, or approved and not used. */
    Optional<AccessRequest> findOpen(RequestContext context, ProjectId project, String holder, Wish wish) {
        return RequiredDatabase.during(context, () -> store.findOpen(holder, project, wish, access.now()));
    }

    /**
     * Asks for the caller. The same wish again is the request that is open.
     *
     * @throws LinkgateException {@code role-held}, {@code rate-limited}, or {@code team-not-found}
     */
    public Asked ask(RequestContext context, ProjectId project, Wish wish) {
        String team = context.actor().team();
        return ask(context, project, wish, team, AccessRequest.holder(context.actor()));
    }

    /** Asks for a team that does not call: the gateway itself does so. */
    public Asked ask(RequestContext context, ProjectId project, Wish wish, String team) {
        return ask(context, project, wish, team, AccessRequest.holder(team));
    }

    private Asked ask(RequestContext context, ProjectId project, Wish wish, @Nullable String team, String holder) {
        Optional<AccessRequest> open = findOpen(context, project, holder, wish);
        if (open.isPresent()) {
            return new Asked(open.get(), false);
        }
        return trail.write(
                context,
                AskingWords.ACCESS_REQUEST_CREATE,
                Target.project(project).changing(Change.to(wish)),
                Asked::status,
                intent -> {
                    Instant now = access.now();
                    AccessRequest request = request(context, project, wish, team, holder, now);
                    Asked asked = Objects.requireNonNull(transactions.execute(status -> added(request, now)));
                    intent.isAbout(asked.request().target().changing(Change.to(asked.request())));
                    return asked;
                });
    }

    private Asked added(AccessRequest request, Instant now) {
        lock(request.team());
        store.tidy(now);
        Optional<AccessRequest> known = findOpen(request, now);
        if (known.isPresent()) {
            return new Asked(known.get(), false);
        }
        requireRoom(request, now);
        if (!store.add(request)) { // of an administrator, whom nothing locks
            return new Asked(findOpen(request, now).orElse(request), false);
        }
        outbox.add(eventOf(AskingWords.ACCESS_REQUESTED, request));
        return new Asked(request, true);
    }

    private Optional<AccessRequest> findOpen(AccessRequest request, Instant now) {
        return store.findOpen(request.holder(), request.projectId(), request.wish(), now);
    }

    AccessRequest request(
            RequestContext context, ProjectId project, Wish wish, @Nullable String team, String holder, Instant now) {
        if (team != null && wish.role() != null) {
            Instant end = wish.span() == null ? null : now.plus(wish.span());
            access.grants().heldFor(team, project, wish.role(), end).ifPresent(AccessRequests::refuseHeld);
        }
        return new AccessRequest(
                AccessRequestId.random(),
                wish.kind(),
                project,
                team,
                RequestState.PENDING,
                wish.role(),
                wish.span(),
                wish.link(),
                wish.endpoint(),
                wish.reason(),
                Entry.Who.of(context.actor()),
                now,
                null,
                null,
                null,
                null,
                holder,
                now.plus(KEPT));
    }

    private static void refuseHeld(Role held) {
        throw Failure.of(AskingWords.ROLE_HELD, "Your team is " + held.word() + " of this project already.")
                .toException();
    }

    /** Lets other changes of what a team asks for wait until the end of the transaction. */
    void lock(@Nullable String team) {
        if (team != null && !access.lock(team)) {
            throw Failure.of(
                            ProblemCode.TEAM_NOT_FOUND,
                            "There is no team '" + team + "'. Ask the platform team for it.")
                    .toException();
        }
    }

    private void requireRoom(AccessRequest request, Instant now) {
        AccessRequestStore.Usage usage = store.usage(request.holder(), now.minus(PERIOD));
        if (usage.firstEnd() != null && usage.pending() >= MOST_PENDING) {
            throw tooMany(
                    "You have " + usage.pending() + " requests that wait for an answer, and may have no more.",
                    Duration.between(now, usage.firstEnd()));
        }
        if (request.kind() == RequestKind.ENDPOINT) {
            if (store.endpoints(request.projectId(), RequestState.PENDING) >= MOST_PENDING_ENDPOINTS) {
                throw tooMany("Too many endpoints of the project wait for an approval.", UNTIL_SOME_EXPIRE);
            }
        } else if (usage.firstRecent() != null && usage.recent() >= MOST_RECENT) {
            throw tooMany(
                    "Your team has made " + usage.recent() + " requests for roles within a day, and may make no more.",
                    Duration.between(now, usage.firstRecent().plus(PERIOD)));
        }
        if (store.count() >= MOST) {
            throw tooMany("There are too many access requests. The platform team must answer some.", UNTIL_SOME_EXPIRE);
        }
    }

    private static LinkgateException tooMany(String detail, Duration retryAfter) {
        return Failure.of(ProblemCode.RATE_LIMITED, detail)
                .retryAfter(retryAfter)
                .toException();
    }

    /** An answered request has its answer, too. */
    static Event eventOf(EventType type, AccessRequest request) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", request.id().value());
        data.put("projectId", request.projectId().value());
        data.put("askedBy", request.askedBy());
        data.put("askedAt", request.askedAt().toString());
        if (type.equals(AskingWords.ACCESS_ANSWERED)) {
            data.put("answeredBy", request.answeredBy());
            data.put("answeredAt", String.valueOf(request.answeredAt()));
        }
        data.putAll(request.recorded().all());
        return new Event(type, request.path(), request.target(), data);
    }
}
