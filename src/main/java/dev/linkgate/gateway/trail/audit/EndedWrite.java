package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a write of a link or an endpoint.
 *
 * @param receipt of the outcome
 * @param actor the kind of caller
 * @param team of the caller, if it has one
 * @param link absent if the id of a new link is not known
 * @param endpoint absent if it was a write of a link
 * @param status of the answer to the caller
 * @param closedLater whether the process that did the write was killed, so that its outcome is what Atlas showed later
 */
public record EndedWrite(
        Receipt receipt,
        String requestId,
        String actor,
        @Nullable String team,
        Action action,
        ProjectId project,
        @Nullable LinkId link,
        @Nullable EndpointId endpoint,
        Result result,
        long status,
        boolean closedLater) {}
