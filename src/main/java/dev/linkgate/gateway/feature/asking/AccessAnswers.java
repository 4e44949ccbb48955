package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.Grant;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Put;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.record.Action;
import java.time.Instant;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Answers requests for access. The answer is recorded as a write, and the grant that it makes as another one, so that
 * the trail shows all grants in one way, whoever made them.
 */
@Service
class AccessAnswers {

    private static final int OK = 200;

    private final AccessRequestStore store;
    private final Access access;
    private final AuditTrail trail;
    private final Outbox outbox;
    private final TransactionTemplate transactions;

    AccessAnswers(
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

    /**
     * Stores an answer, with the grant in the same transaction. A team that has a higher role by now keeps it.
     *
     * @throws LinkgateException {@code access-request-answered}, or {@code team-not-found}
     */
    AccessRequest answer(RequestContext context, AccessRequest asked, AnswerBody body) {
        Instant now = access.now();
        AccessRequest answered = body.appliedTo(asked, now);
        if (answered.grantedRole() != null) {
            access.problemOf(asked.projectId(), answered.until()).ifPresent(problem -> {
                throw Failure.invalid("until", problem).toException();
            });
        }
        return trail.write(
                context,
                AskingWords.ACCESS_REQUEST_ANSWER,
                asked.target().changing(Change.of(asked, answered)),
                OK,
                intent -> {
                    Role granted = answered.grantedRole();
                    if (granted == null) {
                        transactions.executeWithoutResult(status -> store(answered, now));
                    } else {
                        trail.write(
                                context.part(),
                                Action.GRANT_PUT,
                                Grant.target(asked.team(), asked.projectId(), granted, answered.until()),
                                Put::status,
                                grant -> grant.changed(access.raiseGrant(
                                        asked.team(),
                                        asked.projectId(),
                                        granted,
                                        answered.until(),
                                        Grant.by(context.actor()),
                                        () -> store(answered, now))));
                    }
                    return answered;
                });
    }

    private void store(AccessRequest answered, Instant now) {
        if (!store.answer(answered, now)) {
            throw Failure.of(
                            AskingWords.ACCESS_REQUEST_ANSWERED,
                            "The request '" + answered.id()
                                    + "' was answered before, or has expired. Nothing was changed.")
                    .toException();
        }
        outbox.add(AccessRequests.eventOf(AskingWords.ACCESS_ANSWERED, answered));
    }
}
