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
import org.jspecify.annotations.Nullable;

/** Whether a write of an endpoint of Data Federation has had its effect. */
record FederationEffect(Action action) implements EffectCheck {

    /** Before a comment; no id has it. */
    private static final String COMMENT = " ";

    /** @param comment that the endpoint is to have; absent if any will do */
    static String text(EndpointId id, @Nullable String comment) {
        return comment == null ? id.value() : id.value() + COMMENT + comment;
    }

    private boolean isRemoval() {
        return action.equals(FederationWords.FEDERATION_ENDPOINT_REMOVE);
    }

    @Override
    public boolean adds() {
        return !isRemoval();
    }

    /** An ensuring that has sent an addition is found under the action of that. */
    @Override
    public Optional<Wanted.ResourceChanged> wanted(Target target, Map<String, Object> asked) {
        return Optional.ofNullable(target.interfaceEndpointId())
                .filter(EndpointId::matches)
                .map(EndpointId::new)
                .map(id -> {
                    if (isRemoval()) {
                        return new Wanted.ResourceChanged(text(id, null), null, id);
                    }
                    boolean isAddition = action.equals(FederationWords.FEDERATION_ENDPOINT_ADD);
                    Object comment = isAddition ? null : asked.get("comment");
                    return new Wanted.ResourceChanged(
                            text(id, comment == null ? null : comment.toString()), isAddition ? id : null, null);
                });
    }

    @Override
    public boolean isDone(AtlasProject project, String wanted) {
        int end = wanted.indexOf(COMMENT);
        EndpointId id = new EndpointId(end < 0 ? wanted : wanted.substring(0, end));
        Optional<FederationEndpoint> there = EndpointObservation.find(() -> project.resource(FederationEndpoint.at(id)))
                .filter(endpoint -> !endpoint.leaving());
        return isRemoval()
                ? there.isEmpty()
                : there.filter(endpoint -> end < 0 || endpoint.hasComment(wanted.substring(end + COMMENT.length())))
                        .isPresent();
    }
}
