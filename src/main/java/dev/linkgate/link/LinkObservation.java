package dev.linkgate.link;

import dev.linkgate.kernel.LinkgateException;

/** What a read of a link and all of its endpoints found. */
public sealed interface LinkObservation extends Observation {

    /** It is there. */
    record Present(WholeLink whole, long nanos) implements LinkObservation {}

    /**
     * It is not there.
     *
     * @param refusal what a caller who asks for it is told
     */
    record Absent(LinkgateException refusal, long nanos) implements LinkObservation {}

    /** Whether this shows something else than an earlier observation. */
    default boolean differsFrom(LinkObservation earlier) {
        return switch (this) {
            case Present present ->
                !(earlier instanceof Present before && before.whole().equals(present.whole()));
            case Absent absent -> earlier instanceof Present;
        };
    }
}
