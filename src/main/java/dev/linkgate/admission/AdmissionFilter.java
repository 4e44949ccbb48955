package dev.linkgate.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.kernel.Actor;
import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.kernel.RequestContext;
import dev.linkgate.kernel.TeamQuota;
import dev.linkgate.web.ClientNetwork;
import dev.linkgate.web.CurrentContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Admits a request if there is capacity for it. It runs as soon as the caller is identified, which takes only one
 * header, and before any other part of the request is read.
 */
final class AdmissionFilter extends HttpFilter {

    /** The limit for all unknown callers together, in multiples of one address's limit. */
    private static final int ADDRESSES = 10;

    private static final String ALL = "all";

    /** Always admitted. */
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    private final transient ClientConnections connections;
    private final transient MemoryWatch memory;
    private final transient PerMinuteLimit ofAddress;
    private final transient PerMinuteLimit ofUnknown;
    private final transient TeamQuota requests;
    private final transient TeamQuota waits;

    AdmissionFilter(
            LimitSettings settings,
            ClientConnections connections,
            MemoryWatch memory,
            TeamQuota requests,
            TeamQuota waits) {
        this.connections = connections;
        this.memory = memory;
        this.ofAddress = new PerMinuteLimit(settings.anonymousPerMinute(), Ticker.systemTicker());
        this.ofUnknown =
                new PerMinuteLimit(Math.multiplyExact(settings.anonymousPerMinute(), ADDRESSES), Ticker.systemTicker());
        this.requests = requests;
        this.waits = waits;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (PROBES.contains(request.getRequestURI())) {
            chain.doFilter(request, response);
            return;
        }
        RequestContext context = CurrentContext.of(request);
        boolean waits = asksToWait(request);
        requireMemory(context.actor(), waits);
        if (context.actor().isAnonymous()) {
            requireShareOf(context.remoteAddress(), response);
        } else {
            connections.known(request, context.actor());
        }
        BooleanSupplier hungUp = connections.hungUp(request);
        context.waitsWhile(() -> memory.hasRoomForWaits() && !hungUp.getAsBoolean());
        TeamQuota.Permit permit = (waits ? this.waits : requests).take(context.actor());
        try {
            chain.doFilter(request, response);
        } finally {
            context.endTurn();
            permit.release();
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

    private void requireShareOf(String address, HttpServletResponse response) {
        PerMinuteLimit.Standing standing = ofAddress.take(ClientNetwork.of(address));
        PerMinuteLimit.Standing ofAll = standing.granted() ? ofUnknown.take(ALL) : standing;
        if (!ofAll.granted()) {
            // Else the requests that are already on their way on this connection would cost an answer each.
            response.setHeader("Connection", "close");
            throw Failure.of(
                            ProblemCode.RATE_LIMITED,
                            "Too many requests came without a valid token. Send one, or try again later.")
                    .retryAfter(ofAll.reset())
                    .toException();
        }
    }

    /** RFC 7240. A request that may be held counts as held. */
    private static boolean asksToWait(HttpServletRequest request) {
        return request.getHeader("Prefer") != null
                && Collections.list(request.getHeaders("Prefer")).stream()
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains("wait"));
    }
}
