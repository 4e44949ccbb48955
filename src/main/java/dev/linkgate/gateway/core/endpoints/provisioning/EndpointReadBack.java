package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointReplacement;
import dev.linkgate.gateway.core.endpoints.port.UnknownOutcomes;
import dev.linkgate.gateway.core.endpoints.reads.SharedAtlas;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite;
import dev.linkgate.gateway.core.trail.audit.ReadBack;
import dev.linkgate.gateway.core.trail.record.Action;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Reads back an endpoint write whose process was killed. As for {@link UnknownOutcomes}, an absent endpoint counts as
 * not added only after the time in which Atlas may still carry the write out, and only if no later write was begun.
 *
 * <p>It also goes on asking about the unknown outcomes of all other writes to Atlas.
 */
@Component
class EndpointReadBack implements ReadBack {

    private static final Set<Action> COVERED =
            Set.of(Action.ENDPOINT_ADD, Action.ENDPOINT_ENSURE, Action.ENDPOINT_REMOVE);

    private final SharedAtlas atlas;
    private final EndpointReplacement replacement;
    private final UnknownOutcomes unknownOutcomes;
    private final Effects effects;
    private final EndpointApprovals approvals;
    private final WaitSettings settings;
    private final InstantSource clock;

    EndpointReadBack(
            SharedAtlas atlas,
            EndpointReplacement replacement,
            UnknownOutcomes unknownOutcomes,
            Effects effects,
            EndpointApprovals approvals,
            WaitSettings settings,
            InstantSource clock) {
        this.atlas = atlas;
        this.replacement = replacement;
        this.unknownOutcomes = unknownOutcomes;
        this.effects = effects;
        this.approvals = approvals;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public boolean covers(Action action) {
        return COVERED.contains(action);
    }

    @Override
    public Finding read(AbandonedWrite write) {
        Effect effect = effects.of(write).orElseThrow();
        LinkPath path = LinkPath.of(write.target());
        EndpointId id = new EndpointId(Objects.requireNonNull(write.target().interfaceEndpointId()));
        if (write.action().equals(Action.ENDPOINT_ENSURE)
                && replacement.underWay(path, id).isPresent()) {
            return new Finding.Done(202, null);
        }
        RequestContext context =
                RequestContext.system(write.requestId(), write.actor().onBehalf());
        if (effects.isDone(atlas.project(context, path.project()), effect)) {
            Owner owner = replacement.owner(write.actor(), write.requestId(), write.target());
            return isAnothers(write)
                    ? new Finding.NotDone()
                    : new Finding.Done(effect.status(), effect.change(owner, null, write.actor(), approvals));
        }
        boolean late = !clock.instant().isBefore(write.at().plus(settings.settleAfter()));
        return late && !write.followed() ? new Finding.NotDone() : new Finding.Unclear();
    }

    /** Atlas takes each id once, so what a later write has added was not there. */
    private static boolean isAnothers(AbandonedWrite write) {
        return write.later() == AbandonedWrite.Later.ADDED && !write.action().equals(Action.ENDPOINT_REMOVE);
    }

    /** A write that a later one followed is not asked about, because their changes cannot be told apart. */
    @Override
    public void goOn(AbandonedWrite write) {
        if (!write.followed()) {
            unknownOutcomes.start(write);
        }
    }
}
