package dev.linkgate.link;

import dev.linkgate.kernel.LinkgateException;

/** What a look at an endpoint found. */
sealed interface Sighting {

    /** When Atlas was asked, by the gateway's monotonic clock. */
    long nanos();

    /** It is there. */
    record There(Endpoint endpoint, long nanos) implements Sighting {}

    /**
     * It is not there, or the whole link is not.
     *
     * @param refusal what a caller who asks for it is told
     */
    record Gone(LinkgateException refusal, long nanos) implements Sighting {}

    /** Whether waiting longer would tell nothing new. */
    default boolean isSettled() {
        return switch (this) {
            case There there -> there.endpoint().settled();
            case Gone gone -> true;
        };
    }

    default boolean isGone() {
        return this instanceof Gone;
    }
}
