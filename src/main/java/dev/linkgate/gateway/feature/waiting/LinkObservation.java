package dev.linkgate.gateway.feature.waiting;

import dev.linkgate.gateway.core.endpoints.link.WholeLink;
import dev.linkgate.gateway.core.platform.request.LinkgateException;

/** The result of reading a link and all of its endpoints. */
public sealed interface LinkObservation {

    /** The link exists. */
    record Present(WholeLink whole) implements LinkObservation {}

    /**
     * The link is absent.
     *
     * @param refusal the problem for a caller that asks for the link
     */
    record Absent(LinkgateException refusal) implements LinkObservation {}

    /** Whether this differs from an earlier observation. */
    default boolean differsFrom(LinkObservation earlier) {
        return switch (this) {
            case Present present ->
                !(earlier instanceof Present before && before.whole().equals(present.whole()));
            case Absent absent -> earlier instanceof Present;
        };
    }
}
