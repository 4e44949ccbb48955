package dev.linkgate.gateway.feature.limits;

import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Refuses a team's requests when its share at this replica is used up, unless they {@linkplain
 * dev.linkgate.gateway.core.platform.request.RetryWindow wait} for the next minute, and reports the team's standing here on
 * every answer. It precedes all work of a request, so requests for paths that do not exist count too.
 */
final class TeamRateFilter extends HttpFilter {

    private final PerMinuteLimit shares;
    private final Counter refusals;

    TeamRateFilter(PerMinuteLimit shares, MeterRegistry meters) {
        this.shares = shares;
        this.refusals = Metric.TEAM_REFUSALS.counter().register(meters);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestContext context = CurrentContext.of(request);
        Actor actor = context.actor();
        String team = actor.team();
        if (team != null && !actor.isAdministrator()) {
            try {
                context.waiting().retrying(() -> take(team, response));
            } catch (LinkgateException refused) {
                refusals.increment();
                throw refused;
            }
        }
        chain.doFilter(request, response);
    }

    private PerMinuteLimit.Standing take(String team, HttpServletResponse response) {
        PerMinuteLimit.Standing standing = shares.take(team);
        report(standing, response);
        if (!standing.granted()) {
            throw Failure.of(
                            ProblemCode.RATE_LIMITED,
                            "Your team has used up its share of " + standing.limit()
                                    + " requests a minute. The whole share is available again in "
                                    + standing.resetSeconds() + " s.")
                    .retryAfter(standing.reset())
                    .toException();
        }
        return standing;
    }

    /** Sets the RateLimit header fields of draft 11 (IETF, httpapi), and those with the names of the drafts up to 6. */
    private static void report(PerMinuteLimit.Standing standing, HttpServletResponse response) {
        int limit = standing.limit();
        int remaining = standing.remaining();
        long reset = standing.resetSeconds();
        response.setHeader("RateLimit-Policy", "\"team\";q=" + limit + ";w=60");
        response.setHeader("RateLimit", "\"team\";r=" + remaining + ";t=" + reset);
        response.setHeader("RateLimit-Limit", String.valueOf(limit));
        response.setHeader("RateLimit-Remaining", String.valueOf(remaining));
        response.setHeader("RateLimit-Reset", String.valueOf(reset));
    }
}
