package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Call;
import dev.linkgate.kernel.Secret;
import dev.linkgate.web.CurrentCall;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Notes on the call who its bearer token says it is. It refuses nobody: that is for {@link RouteGate}. */
final class CallerFilter extends HttpFilter {

    private static final String REASON = CallerFilter.class.getName() + ".reason";
    private static final String SCHEME = "Bearer ";

    private final Callers callers;

    CallerFilter(Callers callers) {
        this.callers = callers;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Call call = CurrentCall.of(request);
        switch (identify(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            case Callers.Identity.Known known -> call.identified(known.actor());
            case Callers.Identity.Unknown unknown -> request.setAttribute(REASON, unknown.reason());
        }
        chain.doFilter(request, response);
    }

    private Callers.Identity identify(@Nullable String header) {
        if (header == null) {
            return new Callers.Identity.Unknown("Send a bearer token in the Authorization header.");
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new Callers.Identity.Unknown("The Authorization header must be of the Bearer scheme.");
        }
        return callers.identify(Secret.of(header.substring(SCHEME.length()).strip()));
    }

    /** Why a caller is {@link Actor#ANONYMOUS}. */
    static String reasonOf(HttpServletRequest request) {
        return String.valueOf(request.getAttribute(REASON));
    }
}
