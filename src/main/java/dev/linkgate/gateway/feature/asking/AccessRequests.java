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
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.platform.web.Listing;
import dev.linkgate.gateway.core.platform.web.Page;
import dev.linkgate.gateway.core.trail.audit.RequiredDatabase;
import dev.linkgate.kernel.ProjectId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Teams' requests for roles on projects. Whether a project exists is not asked, so that no answer, and not the time
 * that it takes, tells it to who may not know.
 */
@Service
public class AccessRequests {

    /** How long a request without an answer is kept, and an answered one from then on. */
    static final Duration KEPT = Duration.ofDays(14);

    /** The requests of a team that may wait for an answer. */
    static final int MOST_PENDING = 20;

    /** The requests that a team may make in {@link #PERIOD}. */
    static final int MOST_RECENT = 30;

    static final Duration PERIOD = Duration.ofDays(1);

    /** The requests of all teams that are kept. */
    static final int MOST = 10_000;

    private static final Duration UNTIL_SOME_EXPIRE = Duration.ofHours(1);

    private final AccessRequestStore store;
    private final Access access;
    private final Outbox outbox;
    private final TransactionTemplate transactions;

    AccessRequests(AccessRequestStore store, Access access, Outbox outbox, TransactionTemplate transactions) {
        this.store = store;
        this.access = access;
        this.outbox = outbox;
        this.transactions = transactions;
    }

    Instant now() {
        return access.now();
    }

    Listing<AccessRequest> list(AccessRequestStore.Selection selection, Page page) {
        Instant now = access.now();
        return page.of(store.count(selection, now), store.list(selection, now, page.size(), page.offset()));
    }

    /** @throws LinkgateException {@code not-found} */
    AccessRequest get(RequestContext context, String id) {
        return RequiredDatabase.during(context, () -> store.find(id, access.now()))
                .orElseThrow(() -> notFound(id));
    }

    /**
     * A request on a project.
     *
     * @throws LinkgateException {@code not-found}, also if it is on another project
     */
    AccessRequest get(RequestContext context, ProjectId project, String id) {
        AccessRequest found = get(context, id);
        if (!found.projectId().equals(project)) {
            throw notFound(id);
        }
        return found;
    }

    private static LinkgateException notFound(String id) {
        return Failure.of(ProblemCode.NOT_FOUND, "There is no request for access '" + id + "'. It may have expired.")
                .toException();
    }

    /**
     * What is asked for.
     *
     * @param span for how long, from the answer on; absent if the role is to last, or until a moment
     * @param until until when; absent if the role is to last, or for a time
     */
    public record Wish(
            Role role,
            String reason,
            @Nullable Duration span,
            @Nullable Instant until) implements Recorded {

        @Override
        public Change.Values recorded() {
            return new Change.Values()
                    .with("role", role.word())
                    .with("for", span == null ? null : span.toString())
                    .with("until", until)
                    .with("reason", reason);
        }

        /** When the role ends if it is given now; absent if it does not. */
        @Nullable
        Instant end(Instant now) {
            return span == null ? until : Micros.toInstant(Micros.of(now.plus(span)));
        }
    }

    /** What the caller's team has asked for already, and nobody has answered. */
    Optional<AccessRequest> pending(RequestContext context, ProjectId project, Role role) {
        String team = context.actor().team();
        Instant now = access.now();
        return team == null
                ? Optional.empty()
                : RequiredDatabase.during(context, () -> store.findPending(team, project, role))
                        .filter(request -> now.isBefore(request.expiresAt()));
    }

    /**
     * Asks for a role. A team that has asked for the same already gets the request that is pending.
     *
     * @throws LinkgateException {@code role-held}, {@code rate-limited}, or {@code team-not-found}
     */
    public AccessRequest ask(String team, ProjectId project, Wish wish) {
        access.heldFor(team, project, wish.role(), wish.end(access.now())).ifPresent(AccessRequests::refuseHeld);
        return Objects.requireNonNull(transactions.execute(status -> {
            if (!access.lock(team)) {
                throw Failure.of(
                                ProblemCode.TEAM_NOT_FOUND,
                                "There is no team '" + team + "'. Ask the platform team for it.")
                        .toException();
            }
            Instant now = access.now();
            store.removeExpired(now);
            return store.findPending(team, project, wish.role()).orElseGet(() -> add(team, project, wish, now));
        }));
    }

    private static void refuseHeld(Role held) {
        throw Failure.of(AskingWords.ROLE_HELD, "Your team is " + held.word() + " of this project already.")
                .toException();
    }

    private AccessRequest add(String team, ProjectId project, Wish wish, Instant now) {
        requireRoom(team, now);
        AccessRequest request = new AccessRequest(
                AccessRequestId.random(),
                project,
                team,
                wish.role(),
                wish.reason(),
                wish.span(),
                wish.until(),
                RequestState.PENDING,
                now,
                now.plus(KEPT),
                null,
                null,
                null);
        store.add(request);
        outbox.add(eventOf(AskingWords.ACCESS_REQUESTED, request));
        return request;
    }

    private void requireRoom(String team, Instant now) {
        AccessRequestStore.Usage usage = store.usage(team, now.minus(PERIOD));
        if (usage.firstExpiry() != null && usage.pending() >= MOST_PENDING) {
            throw tooMany(
                    "Your team has " + usage.pending() + " requests that wait for an answer, and may have no more.",
                    Duration.between(now, usage.firstExpiry()));
        }
        if (usage.firstRecent() != null && usage.recent() >= MOST_RECENT) {
            throw tooMany(
                    "Your team has made " + usage.recent() + " requests within a day, and may make no more.",
                    Duration.between(now, usage.firstRecent().plus(PERIOD)));
        }
        if (store.count() >= MOST) {
            throw tooMany(
                    "The teams have made too many requests for access. The platform team must answer some.",
                    UNTIL_SOME_EXPIRE);
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
        data.put("team", request.team());
        data.put("role", request.role().word());
        data.put("reason", request.reason());
        data.put("for", request.span() == null ? null : request.span().toString());
        data.put("until", request.until() == null ? null : request.until().toString());
        data.put("createdAt", request.createdAt().toString());
        data.put("expiresAt", request.expiresAt().toString());
        if (type.equals(AskingWords.ACCESS_ANSWERED)) {
            data.put("state", request.state().name());
            data.put(
                    "grantedRole",
                    request.grantedRole() == null ? null : request.grantedRole().word());
            data.put("comment", request.comment());
        }
        data.values().removeIf(Objects::isNull);
        return new Event(
                type, "/projects/" + request.projectId() + "/access-requests/" + request.id(), request.target(), data);
    }
}
