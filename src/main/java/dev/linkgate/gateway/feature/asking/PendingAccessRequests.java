package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.feature.projects.PendingRequests;
import dev.linkgate.kernel.ProjectId;
import org.springframework.stereotype.Component;

/** Counts requests for access: who answers sees all of the project, and others those of their team. */
@Component
class PendingAccessRequests implements PendingRequests {

    private final AccessRequests requests;
    private final AccessPolicy policy;

    PendingAccessRequests(AccessRequests requests, AccessPolicy policy) {
        this.requests = requests;
        this.policy = policy;
    }

    @Override
    public long count(Actor caller, ProjectId project) {
        String holder = policy.isApprover(caller, project) ? null : AccessRequest.holder(caller);
        return requests.count(new AccessRequestStore.Selection(holder, null, project, null, RequestState.PENDING));
    }
}
