package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.provisioning.EffectCheck;
import dev.linkgate.gateway.core.endpoints.provisioning.Wanted;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.record.Action;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a write of an endpoint of Data Federation has had its effect. */
@Component
class FederationEffect implements EffectCheck {

    /** Before the id of an endpoint that is to be gone; no id begins with it. */
    private static final String GONE = "-";

    /** Before a comment; no id has it. */
    private static final String COMMENT = " ";

    /** What is wanted of an endpoint that is to be gone. */
    static String gone(EndpointId id) {
        return GONE + id.value();
    }

    /** @param comment that the endpoint is to have; absent if any will do */
    static String there(EndpointId id, @Nullable Object comment) {
        return comment == null ? id.value() : id.value() + COMMENT + comment;
    }

    @Override
    public Set<Action> actions() {
        return Set.of(
                FederationWords.FEDERATION_ENDPOINT_ADD,
                FederationWords.FEDERATION_ENDPOINT_ENSURE,
                FederationWords.FEDERATION_ENDPOINT_REMOVE);
    }

    @Override
    public boolean adds(Action action) {
        return !action.equals(FederationWords.FEDERATION_ENDPOINT_REMOVE);
    }

    /** An ensuring that has sent an addition is found under the action of that. */
    @Override
    public Optional<Wanted.ResourceChanged> wanted(Action action, Target target, Map<String, Object> asked) {
        return Optional.ofNullable(target.interfaceEndpointId())
                .filter(EndpointId::matches)
                .map(EndpointId::new)
                .map(id -> !adds(action)
                        ? new Wanted.ResourceChanged(gone(id), null, id)
                        : action.equals(FederationWords.FEDERATION_ENDPOINT_ADD)
                                ? new Wanted.ResourceChanged(there(id, null), id, null)
                                : new Wanted.ResourceChanged(there(id, asked.get("comment")), null, null));
    }

    @Override
    public boolean isDone(AtlasProject project, String wanted) {
        boolean isGone = wanted.startsWith(GONE);
        String[] parts = wanted.substring(isGone ? GONE.length() : 0).split(COMMENT, 2);
        EndpointId id = new EndpointId(parts[0]);
        Optional<FederationEndpoint> there = EndpointObservation.find(() -> project.resource(FederationEndpoint.at(id)))
                .filter(endpoint -> !endpoint.leaving());
        return isGone
                ? there.isEmpty()
                : there.filter(endpoint -> parts.length == 1 || endpoint.hasComment(parts[1]))
                        .isPresent();
    }
}
