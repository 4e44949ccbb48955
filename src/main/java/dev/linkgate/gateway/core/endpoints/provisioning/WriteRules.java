package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.WriteResult;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.Intent;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.List;

/**
 * The rules of one kind of write: when it is sent, and what its result means.
 *
 * @param <W> the kind of write
 * @param <T> the resource that it writes
 */
public interface WriteRules<W extends AtlasWrite, T extends Record> {

    /**
     * Decides from the current state whether to send a write. Only reads Atlas.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if the write must not be sent
     */
    SendDecision<W, T> before(RequestContext context, AtlasProject project, W write);

    /** Whether it must be the only change of its resource, because it relies on what was read before. */
    default boolean isExclusive(RequestContext context, W write) {
        return write.isExclusive();
    }

    /** Sends a write that passed. */
    WriteResult<T> send(Intent intent, AtlasProject project, W write);

    /** What to tell of a write that the project's rules forbid; may read Atlas. */
    default Failure forbidden(AtlasProject project, AtlasWrite write, Failure why) {
        return why;
    }

    /**
     * Interprets the result of a write that was sent.
     *
     * @param asked the write that the caller asked for
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException why a write that Atlas did not apply fails
     */
    WriteResult<T> after(
            RequestContext context, AtlasProject project, W asked, SendDecision.Send<W, T> sent, WriteResult<T> result);

    /**
     * Checks for a dry run what Atlas itself would check.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException why Atlas would refuse the write
     */
    default void foresee(AtlasProject project, W write) {}

    /** What a caller should know before it sends a write that passed. */
    default List<String> warnings(SendDecision<W, T> check) {
        return List.of();
    }

    /** What a caller should know of regions by their names: Atlas adds some now and then. */
    static List<String> unknownRegions(Provider provider, List<String> names) {
        return names.stream()
                .filter(name -> !new Region(name).isKnownOn(provider))
                .map(name -> "The gateway does not know the region " + name + " of " + provider.title()
                        + ". Atlas receives it as it is written.")
                .toList();
    }
}
