package dev.linkgate.gateway.inbound.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.gateway.platform.web.ClientNetwork;

/** Limits the requests a minute of unknown callers: from each address, and from all addresses together. */
final class UnknownCallers {

    /** The limit for all addresses together, in multiples of one address's limit. */
    private static final int ADDRESSES = 10;

    private static final String ALL = "all";

    private final PerMinuteLimit perAddress;
    private final PerMinuteLimit allUnknown;

    /** @param perMinute requests of one address, 0 or more */
    UnknownCallers(int perMinute) {
        this.perAddress = new PerMinuteLimit(perMinute, Ticker.systemTicker());
        this.allUnknown = new PerMinuteLimit(Math.multiplyExact(perMinute, ADDRESSES), Ticker.systemTicker());
    }

    /** Counts a request. Those beyond an address's limit do not count for all addresses. */
    PerMinuteLimit.Standing take(String address) {
        PerMinuteLimit.Standing standing = perAddress.take(ClientNetwork.of(address));
        return standing.granted() ? allUnknown.take(ALL) : standing;
    }
}
