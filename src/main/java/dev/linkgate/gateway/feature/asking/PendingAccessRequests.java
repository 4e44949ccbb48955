package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.feature.projects.PendingRequests;
import dev.linkgate.kernel.ProjectId;
import org.springframework.stereotype.Component;

/** Counts requests for access: who answers sees all of the project, and others those of their team. */
@Component
class PendingAccessRequests implements PendingRequests {

    private final AccessRequestStore store;
    private final AccessRequests requests;
    private final AccessPolicy policy;

    PendingAccessRequests(AccessRequestStore store, AccessRequests requests, AccessPolicy policy) {
        this.store = store;
        this.requests = requests;
        this.policy = policy;
    }

    @Override
    public long count(Actor caller, ProjectId project) {
        String team = policy.allows(caller, Role.OWNER, project) ? null : caller.team();
        return store.count(new AccessRequestStore.Selection(team, project, RequestState.PENDING), requests.now());
    }
}
