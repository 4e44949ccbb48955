package dev.linkgate.gateway.feature.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.platform.concurrency.TeamQuota;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RetryWindow;
import dev.linkgate.gateway.core.platform.web.ClientNetwork;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.feature.limits.connections.ClientConnections;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.http.HttpHeaders;

/**
 * Admits a request if there is capacity for it, until its answer is sent. It runs as soon as the caller is identified,
 * which takes only one header, and before any other part of the request is read.
 */
final class AdmissionFilter extends HttpFilter {

    /** Always admitted, also from an address that asks too often: a cluster's nodes may share it with callers. */
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    /** The limit of one address, ten times what probes need. Beyond it each answer ends its connection. */
    private static final int PROBES_A_MINUTE = 600;

    private final transient ClientConnections connections;
    private final transient MemoryWatch memory;
    private final transient PerMinuteLimit ofProbes = new PerMinuteLimit(PROBES_A_MINUTE, Ticker.systemTicker());
    private final transient UnknownCallers unknown;
    private final transient RetryTimes retryTimes;
    private final transient TeamQuota requests;
    private final transient TeamQuota waits;

    /** @param retryTimes how long a request waits for its next try instead of being refused; zero if not at all */
    AdmissionFilter(
            UnknownCallers unknown,
            RetryTimes retryTimes,
            ClientConnections connections,
            MemoryWatch memory,
            TeamQuota requests,
            TeamQuota waits) {
        this.connections = connections;
        this.memory = memory;
        this.retryTimes = retryTimes;
        this.unknown = unknown;
        this.requests = requests;
        this.waits = waits;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (PROBES.contains(request.getRequestURI())) {
            if (!ofProbes.take(ClientNetwork.of(request.getRemoteAddr())).granted()) {
                endConnection(response);
            }
            chain.doFilter(request, response);
            return;
        }
        RequestContext context = CurrentContext.of(request);
        boolean waits = asksToWait(request);
        requireMemory(context.actor(), waits);
        Runnable served = () -> {};
        if (context.actor().isAnonymous()) {
            requireShare(request, response);
        } else {
            served = connections.known(request, context.actor());
            if (!connections.mayKeep(context.actor())) {
                endConnection(response);
            }
        }
        BooleanSupplier hungUp = connections.hungUp(request);
        context.waiting().addCondition(() -> memory.hasRoomForWaits() && !hungUp.getAsBoolean());
        retryLater(context, retryTimes.of(request));
        RequestAccount.of(request)
                .occupy(
                        waits
                                ? this.waits.take(context.actor())
                                : context.waiting().retrying(() -> requests.take(context.actor())));
        try {
            chain.doFilter(request, response);
            if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
                served.run();
            }
        } finally {
            context.waiting().endTurn();
        }
    }

    /** While it waits, the request counts as one that waits, too. Unknown callers get no such place. */
    private void retryLater(RequestContext context, Duration time) {
        if (time.isPositive() && !context.actor().isAnonymous()) {
            context.waiting().retryWithin(new RetryWindow(time, () -> waits.take(context.actor())::release));
        }
    }

    private void requireMemory(Actor actor, boolean waits) {
        boolean room = actor.hasReserve()
                || (actor.isAnonymous()
                        ? memory.hasRoomForUnknownCallers()
                        : waits ? memory.hasRoomForWaits() : memory.hasRoom());
        if (!room) {
            throw Failure.of(ProblemCode.OVERLOADED, "The gateway has too little free memory for this request.")
                    .toException();
        }
    }

    private void requireShare(HttpServletRequest request, HttpServletResponse response) {
        unknown.take(request).ifPresent(refusal -> {
            endConnection(response);
            throw refusal.toException();
        });
    }

    /** Else the requests that are already on their way on this connection would cost an answer each. */
    private static void endConnection(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CONNECTION, "close");
    }

    /** RFC 7240. A request that may be held counts as held. */
    private static boolean asksToWait(HttpServletRequest request) {
        return request.getHeader("Prefer") != null
                && Collections.list(request.getHeaders("Prefer")).stream()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("wait"));
    }
}
