package dev.linkgate.gateway.endpoints.watch;

import java.util.Set;

/**
 * What a poll reads.
 *
 * @param forCallers whether a caller waits for one of the targets; otherwise the poll gives way to the requests of
 *     callers
 */
record PollRound(Set<PollTarget<?>> targets, boolean forCallers) {

    static final PollRound NONE = new PollRound(Set.of(), false);
}
