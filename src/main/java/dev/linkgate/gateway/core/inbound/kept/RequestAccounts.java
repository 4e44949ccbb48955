package dev.linkgate.gateway.core.inbound.kept;

import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import jakarta.servlet.http.HttpServletRequest;

/** Counts what each request keeps until its answer is sent, and has the limits of that. */
public interface RequestAccounts {

    /** An account for a request, which is open until its answer is sent. */
    RequestAccount account(RequestContext context);

    /** Wraps the request so that its account counts the body. */
    HttpServletRequest counted(HttpServletRequest request, RequestAccount account);

    /** Where nothing is limited. */
    static RequestAccounts unlimited() {
        TeamQuota quota = new TeamQuota("bytes", Long.MAX_VALUE, Long.MAX_VALUE);
        return new RequestAccounts() {
            @Override
            public RequestAccount account(RequestContext context) {
                return new RequestAccount(context, quota);
            }

            @Override
            public HttpServletRequest counted(HttpServletRequest request, RequestAccount account) {
                return request;
            }
        };
    }
}
