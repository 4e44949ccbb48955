package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks at Atlas whether a feature's writes have had their effect: asked when no answer has told. */
public interface EffectCheck {

    /** The actions of these writes. */
    Set<Action> actions();

    /** Whether an action adds an endpoint to the project, so that it counts before Atlas has answered. */
    default boolean adds(Action action) {
        return false;
    }

    /**
     * What a write wanted that only its record tells of.
     *
     * @param action of the record
     * @param target of the record
     * @param asked what the record says that it was to change
     * @return empty if the record does not tell enough
     */
    Optional<Wanted.ResourceChanged> wanted(Action action, Target target, Map<String, Object> asked);

    /**
     * Whether Atlas shows the effect now.
     *
     * @param wanted as the write, or {@link #wanted}, told it
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if Atlas cannot be read, which says nothing
     *     about the write
     */
    boolean isDone(AtlasProject project, String wanted);
}
