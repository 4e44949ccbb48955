package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.read.TrailFilter;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.gateway.trail.record.Action;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** What the trail says about what a request finds absent although an earlier try of it may have made it. */
@Component
class EarlierTries {

    private final TrailReader trail;

    EarlierTries(TrailReader trail) {
        this.trail = trail;
    }

    /**
     * Whether the endpoint may have been added by the tries, and removed since. A later removal may have removed what
     * the try has added; what it surely added can only have been removed.
     *
     * @param intent the sequence of the first intent of the tries
     */
    boolean mayBeUndone(long intent, Target endpoint) {
        TrailFilter all = TrailFilter.ALL.endpoint(endpoint);
        return trail.isAny(intent, all.intents().actions(Action.ENDPOINT_REMOVE))
                || trail.isAny(intent, all.successes().actions(Action.ENDPOINT_ADD, Action.ENDPOINT_ENSURE));
    }

    /**
     * The same for a new link of a project. It is known by its try alone, because the record of a removal has an id,
     * and that of the try has none.
     */
    boolean mayLinkBeUndone(long intent, Target project) {
        TrailFilter all = TrailFilter.ALL.project(Objects.requireNonNull(project.project()));
        return trail.isAny(intent, all.intents().actions(Action.LINK_REMOVE))
                || trail.find(intent)
                        .map(record -> record.entry().origin().requestId())
                        .filter(request -> trail.isAny(
                                intent,
                                all.successes().actions(Action.LINK_CREATE).request(request)))
                        .isPresent();
    }
}
