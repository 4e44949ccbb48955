package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Shows what was read only if the caller may still see it. */
public final class ReadRightFilter extends HttpFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final AccessPolicy policy;

    public ReadRightFilter(AccessPolicy policy) {
        this.policy = policy;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        if (isHeldRead(request, response)) {
            requireStill(CurrentContext.of(request));
        }
    }

    /** Whether a read was done whose answer is not sent yet. */
    private static boolean isHeldRead(HttpServletRequest request, HttpServletResponse response) {
        return READS.contains(request.getMethod())
                && response.getStatus() < HttpServletResponse.SC_BAD_REQUEST
                && !DirectAnswer.isNoted(request);
    }

    /** The process may have been stopped since the record of the read was stored. */
    private void requireStill(RequestContext context) {
        if (!context.rightToRead().continues()) {
            policy.confirm(context);
            context.rightToRead().require();
        }
    }
}
