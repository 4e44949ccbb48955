package dev.linkgate.gateway.feature.limits;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.core.access.OpenPaths;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.web.ClientNetwork;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;

/**
 * Limits the requests a minute of unknown callers: from each address, and from all addresses together.
 *
 * <p>Pages and documents are counted apart: else one script with an old key would take them from its neighbours. So are
 * those who ask the Atlas API for a challenge, and try no key.
 */
public final class UnknownCallers {

    /** Times the limit of others: each request of some clients by Digest begins with one without credentials. */
    private static final int CHALLENGES = 10;

    private final OpenPaths openPaths;
    private final Share ofOpenPaths;
    private final Share ofChallenges;
    private final Share ofOtherPaths;

    /** @param perMinute requests of one address, 0 or more */
    UnknownCallers(OpenPaths openPaths, int perMinute) {
        this.openPaths = openPaths;
        this.ofOpenPaths = new Share(perMinute);
        this.ofChallenges = new Share(Math.multiplyExact(perMinute, CHALLENGES));
        this.ofOtherPaths = new Share(perMinute);
    }

    /** Counts a request of an unknown caller. Why it is refused; empty if it is not. */
    Optional<Failure> take(HttpServletRequest request) {
        PerMinuteLimit.Standing standing =
                shareOf(request).take(CurrentContext.of(request).remoteAddress());
        return standing.granted() ? Optional.empty() : Optional.of(refusal(request, standing.reset()));
    }

    /**
     * Why a request would be refused if its caller proved to be unknown, by its address alone: what is costly to find
     * out need not be. It counts nothing. Empty if it would not be, or if no unknown caller is ever served.
     */
    public Optional<Failure> refusal(HttpServletRequest request) {
        return shareOf(request)
                .usedUpBy(CurrentContext.of(request).remoteAddress())
                .map(reset -> refusal(request, reset));
    }

    private Failure refusal(HttpServletRequest request, Duration reset) {
        return Failure.of(
                        ProblemCode.RATE_LIMITED,
                        openPaths.contain(request)
                                ? "Too many pages and documents were requested without a valid token. Try again later."
                                : "Too many requests came without a valid token. Send one, or try again later.")
                .retryAfter(reset);
    }

    private Share shareOf(HttpServletRequest request) {
        if (openPaths.contain(request)) {
            return ofOpenPaths;
        }
        boolean withoutCredentials = request.getHeader(HttpHeaders.AUTHORIZATION) == null;
        return withoutCredentials && RequestedApi.of(request) == RequestedApi.ATLAS ? ofChallenges : ofOtherPaths;
    }

    /** One of the limits. */
    private static final class Share {

        /** The limit for all addresses together, in multiples of one address's limit. */
        private static final int ADDRESSES = 10;

        private static final String ALL = "all";

        private final int perMinute;
        private final PerMinuteLimit perAddress;
        private final PerMinuteLimit allUnknown;

        Share(int perMinute) {
            this.perMinute = perMinute;
            this.perAddress = new PerMinuteLimit(perMinute, Ticker.systemTicker());
            this.allUnknown = new PerMinuteLimit(Math.multiplyExact(perMinute, ADDRESSES), Ticker.systemTicker());
        }

        /** Counts a request. Requests beyond an address's limit do not count for all addresses. */
        PerMinuteLimit.Standing take(String address) {
            PerMinuteLimit.Standing standing = perAddress.take(ClientNetwork.of(address));
            return standing.granted() ? allUnknown.take(ALL) : standing;
        }

        Optional<Duration> usedUpBy(String address) {
            return perMinute == 0 ? Optional.empty() : perAddress.usedUp(ClientNetwork.of(address));
        }
    }
}
