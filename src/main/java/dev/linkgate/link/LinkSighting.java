package dev.linkgate.link;

import dev.linkgate.kernel.LinkgateException;

/** What a look at a link and all of its endpoints found. */
public sealed interface LinkSighting extends Observation {

    /** It is there. */
    record There(WholeLink whole, long nanos) implements LinkSighting {}

    /**
     * It is not there.
     *
     * @param refusal what a caller who asks for it is told
     */
    record Gone(LinkgateException refusal, long nanos) implements LinkSighting {}

    /** Whether this shows something else than an earlier sighting. */
    default boolean differsFrom(LinkSighting earlier) {
        return switch (this) {
            case There there ->
                !(earlier instanceof There before && before.whole().equals(there.whole()));
            case Gone gone -> earlier instanceof There;
        };
    }
}
