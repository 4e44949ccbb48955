package dev.linkgate.admission;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.linkgate.web.ClientNetwork;

/** Limits the requests a minute of unknown callers: from each address, and from all addresses together. */
final class UnknownCallers {

    /** The limit for all addresses together, in multiples of one address's limit. */
    private static final int ADDRESSES = 10;

    private static final String ALL = "all";

    private final PerMinuteLimit ofAddress;
    private final PerMinuteLimit ofAll;

    /** @param perMinute requests of one address, 0 or more */
    UnknownCallers(int perMinute) {
        this.ofAddress = new PerMinuteLimit(perMinute, Ticker.systemTicker());
        this.ofAll = new PerMinuteLimit(Math.multiplyExact(perMinute, ADDRESSES), Ticker.systemTicker());
    }

    /** Counts a request. Those beyond an address's limit do not count for all addresses. */
    PerMinuteLimit.Standing take(String address) {
        PerMinuteLimit.Standing standing = ofAddress.take(ClientNetwork.of(address));
        return standing.granted() ? ofAll.take(ALL) : standing;
    }
}
