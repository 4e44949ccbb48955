package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Answers access requests, and ends them. Who asks does not answer. An answer is recorded as a write, and the grant that
 * it makes as another one, so that the trail shows all grants in one way, whoever made them.
 */
@Service
class AccessAnswers {

    private static final int OK = 200;

    private final AccessRequestStore store;
    private final AccessRequests requests;
    private final Approvals approvals;
    private final Access access;
    private final AuditTrail trail;
    private final Outbox outbox;
    private final TransactionTemplate transactions;

    AccessAnswers(
            AccessRequestStore store,
            AccessRequests requests,
            Approvals approvals,
            Access access,
            AuditTrail trail,
            Outbox outbox,
            TransactionTemplate transactions) {
        this.store = store;
        this.requests = requests;
        this.approvals = approvals;
        this.access = access;
        this.trail = trail;
        this.outbox = outbox;
        this.transactions = transactions;
    }

    /**
     * Stores an answer, with the grant in the same transaction. A team that has a higher role by now keeps it. The equal
     * answer again changes nothing.
     *
     * @throws LinkgateException {@code own-request}, {@code request-answered}, {@code quota-reached}, or {@code
     *     team-not-found}
     */
    AccessRequest answer(RequestContext context, AccessRequest asked, AnswerBody body) {
        if (body.isThatOf(asked) && !asked.isOwnOf(context)) {
            return trail.read(context, AskingWords.ACCESS_REQUEST_GET, asked.target(), () -> asked);
        }
        return trail.write(context, AskingWords.ACCESS_REQUEST_ANSWER, asked.target(), OK, intent -> {
            requireOther(context, asked);
            Instant now = access.now();
            AccessRequest answered = answered(context, asked, body, now);
            intent.isAbout(asked.target().changing(Change.of(asked, answered)));
            if (!body.isApproval()) {
                return Objects.requireNonNull(transactions.execute(status -> stored(answered, body, now)));
            }
            return answered.kind() == RequestKind.ROLE
                    ? granted(context, answered, body, now)
                    : approvals.change(() -> {
                        requireRoom(answered.projectId());
                        return stored(answered, body, now);
                    });
        });
    }

    private static void requireOther(RequestContext context, AccessRequest asked) {
        if (asked.isOwnOf(context)) {
            throw own();
        }
    }

    private static LinkgateException own() {
        return Failure.of(AskingWords.OWN_REQUEST, "You ask for it yourself, so somebody else must answer.")
                .toException();
    }

    private AccessRequest answered(RequestContext context, AccessRequest asked, AnswerBody body, Instant now) {
        if (asked.state() != RequestState.PENDING) {
            throw over(asked);
        }
        Entry.Who by = Entry.Who.of(context.actor());
        if (!body.isApproval()) {
            return asked.answered(RequestState.DENIED, by, now, body.comment(), null, now);
        }
        Instant until = body.givenUntil(asked, now);
        if (asked.kind() == RequestKind.ROLE) {
            access.grants().problemOf(asked.projectId(), until).ifPresent(problem -> {
                throw Failure.invalid("until", problem).toException();
            });
            return asked.answered(RequestState.APPROVED, by, now, body.comment(), until, now);
        }
        Instant unused = now.plus(AccessRequests.KEPT);
        Instant end = until == null || until.isAfter(unused) ? unused : until;
        return asked.answered(RequestState.APPROVED, by, now, body.comment(), until, end);
    }

    private AccessRequest granted(RequestContext context, AccessRequest answered, AnswerBody body, Instant now) {
        String team = Objects.requireNonNull(answered.team());
        Role role = Objects.requireNonNull(answered.role());
        trail.write(
                context.part(),
                Action.GRANT_PUT,
                Grant.target(team, answered.projectId(), role, answered.until()),
                Put::status,
                grant -> grant.changed(access.grants()
                        .raise(
                                team,
                                answered.projectId(),
                                role,
                                answered.until(),
                                Grant.by(context.actor()),
                                () -> stored(answered, body, now))));
        return answered;
    }

    private AccessRequest stored(AccessRequest answered, AnswerBody body, Instant now) {
        if (!store.answer(answered, now)) {
            AccessRequest latest = store.find(
                            answered.projectId(), answered.id().value(), now)
                    .orElseThrow(() -> AccessRequests.notFound(answered.id().value()));
            if (body.isThatOf(latest)) {
                return latest;
            }
            throw over(latest);
        }
        outbox.add(AccessRequests.eventOf(AskingWords.ACCESS_ANSWERED, answered));
        return answered;
    }

    private static LinkgateException over(AccessRequest request) {
        return Failure.of(
                        AskingWords.REQUEST_ANSWERED,
                        "The request '" + request.id() + "' is " + request.state() + ". Nothing was changed.")
                .toException();
    }

    private void requireRoom(ProjectId project) {
        int approved = store.endpoints(project, RequestState.APPROVED);
        if (approved >= AccessRequests.MOST_APPROVALS) {
            throw Failure.of(
                            ProblemCode.QUOTA_REACHED,
                            "The project has " + approved + " approvals that are not used, and may have no more. Revoke"
                                    + " some.")
                    .toException();
        }
    }

    /**
     * Approves an endpoint for a team that is not the caller's, asked for or not.
     *
     * @throws LinkgateException {@code own-request}, {@code quota-reached}, or {@code team-not-found}
     */
    AccessRequests.Asked approve(RequestContext context, ProjectId project, Wish wish, String team) {
        String holder = AccessRequest.holder(team);
        AnswerBody answer = new AnswerBody(true, wish.reason(), null);
        Optional<AccessRequest> open = requests.findOpen(context, project, holder, wish);
        if (open.isPresent()) {
            AccessRequest known = open.get();
            return new AccessRequests.Asked(
                    known.isInForce() && !context.mayCallFor(team)
                            ? shown(context, known)
                            : answer(context, known, answer),
                    false);
        }
        Target target = Target.project(project).changing(Change.to(wish));
        return trail.write(context, AskingWords.ACCESS_REQUEST_CREATE, target, AccessRequests.Asked::status, intent -> {
            if (context.mayCallFor(team)) {
                throw own();
            }
            Instant now = access.now();
            AccessRequest asked = requests.request(context, project, wish, team, holder, now);
            AccessRequest approved = answered(context, asked, answer, now);
            intent.isAbout(approved.target().changing(Change.to(approved)));
            boolean unused = approvals.change(() -> {
                requests.lock(team);
                store.tidy(now);
                requireRoom(project);
                outbox.add(AccessRequests.eventOf(AskingWords.ACCESS_ANSWERED, approved));
                return store.add(approved);
            });
            return new AccessRequests.Asked(approved, true);
        });
    }

    private AccessRequest shown(RequestContext context, AccessRequest known) {
        return trail.read(context, AskingWords.ACCESS_REQUEST_GET, known.target(), () -> known);
    }

    /** @throws LinkgateException {@code request-answered} if it is not pending any more */
    void withdraw(RequestContext context, AccessRequest asked) {
        end(context, AskingWords.ACCESS_REQUEST_WITHDRAW, asked, RequestState.PENDING, RequestState.WITHDRAWN);
    }

    /** @throws LinkgateException {@code request-answered} if it is no approval that can still be used */
    void revoke(RequestContext context, AccessRequest approved) {
        end(context, AskingWords.ACCESS_REQUEST_REVOKE, approved, RequestState.APPROVED, RequestState.REVOKED);
    }

    private void end(
            RequestContext context, Action action, AccessRequest known, RequestState before, RequestState after) {
        if (known.state() == after) {
            AccessRequest unused = shown(context, known);
            return;
        }
        trail.write(context, action, known.target(), 204, (Intent intent) -> {
            Instant now = access.now();
            AccessRequest ended = known.at(after, now);
            boolean isOpen = known.state() == before && (known.isInForce() || before == RequestState.PENDING);
            intent.isAbout(known.target().changing(Change.of(known, ended)));
            boolean isEnded = isOpen && approvals.change(() -> store.end(ended, before));
            if (!isEnded) {
                throw over(
                        store.find(known.projectId(), known.id().value(), now).orElse(known));
            }
            return ended;
        });
    }
}
