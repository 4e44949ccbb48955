package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.ResourceWrite;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.gateway.core.trail.record.Action;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a write is to achieve at Atlas. {@link Effects} tell whether it has.
 *
 * @param action of the audit trail
 */
public record Effect(Action action, Target target, Wanted wanted) {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static final Set<Action> CREATING = Set.of(Action.ENDPOINT_ADD, Action.LINK_CREATE);
    private static final Set<Action> REMOVING = Set.of(Action.ENDPOINT_REMOVE, Action.LINK_REMOVE);

    public static Effect of(AtlasWrite write) {
        return switch (write) {
            case EndpointWrite.Remove remove ->
                new Effect(Action.ENDPOINT_REMOVE, remove.target(), new Wanted.EndpointRemoved());
            case EndpointWrite addition ->
                new Effect(Action.ENDPOINT_ADD, addition.target(), new Wanted.EndpointAdded());
            case LinkWrite.Create create -> new Effect(Action.LINK_CREATE, create.target(), created(create.link()));
            case LinkWrite.Update update ->
                new Effect(
                        Action.LINK_UPDATE, update.target(), new Wanted.LinkUpdated(update.supportedRemoteRegions()));
            case LinkWrite.Remove remove -> new Effect(Action.LINK_REMOVE, remove.target(), new Wanted.LinkRemoved());
            case ResourceWrite<?> change ->
                new Effect(change.action(), change.target(), Wanted.ResourceChanged.of(change));
        };
    }

    private static Wanted created(NewLink link) {
        return new Wanted.LinkCreated(
                link.provider(), link.region(), link instanceof NewLink.Gcp gcp && gcp.portMappingEnabled());
    }

    /** What an operation keeps beside its target, as JSON. */
    private record Stored(Action action, Wanted wanted) {}

    /** @param stored as {@link #stored} gave it */
    public static Effect of(String stored, Target target) {
        Stored read = JSON.readValue(stored, Stored.class);
        return new Effect(read.action(), target, read.wanted());
    }

    /** Action and what is wanted, as an operation keeps them beside its target; the same for equal ones. */
    public String stored() {
        return JSON.writeValueAsString(new Stored(action, wanted));
    }

    /** What the target is, the same for equal ids. */
    public String subject() {
        if (target.interfaceEndpointId() != null) {
            return LinkPath.of(target).subject(new EndpointId(target.interfaceEndpointId()));
        }
        return target.link() == null
                ? "/projects/" + target.project()
                : LinkPath.of(target).toString();
    }

    /** The status of the answer to a caller once Atlas has carried the write out. */
    public int status() {
        if (wanted instanceof Wanted.ResourceChanged changed) {
            return changed.added() != null ? 201 : changed.removed() != null ? 204 : 200;
        }
        return CREATING.contains(action) ? 201 : REMOVING.contains(action) ? 202 : 200;
    }

    /**
     * What the effect changes in the table of endpoints; absent if that is nothing.
     *
     * @param owner whose endpoint was added
     * @param added the endpoint as Atlas has answered its addition; absent if that is not known
     * @param approvals of the caller, one of which the addition of an endpoint uses up
     */
    @Nullable
    public TableChange change(Owner owner, @Nullable Endpoint added, Actor caller, EndpointApprovals approvals) {
        if (wanted instanceof Wanted.ResourceChanged changed) {
            return change(changed, owner, caller, approvals);
        }
        if (action.equals(Action.ENDPOINT_ADD)) {
            LinkPath link = LinkPath.of(target);
            return approvals.using(
                    caller,
                    link,
                    endpointId(),
                    added == null
                            ? EndpointStore.added(link, endpointId(), owner)
                            : EndpointStore.added(link, added, owner));
        }
        if (action.equals(Action.ENDPOINT_REMOVE)) {
            return EndpointStore.removed(LinkPath.of(target), endpointId());
        }
        return action.equals(Action.LINK_REMOVE) ? EndpointStore.removed(LinkPath.of(target)) : null;
    }

    private @Nullable TableChange change(
            Wanted.ResourceChanged changed, Owner owner, Actor caller, EndpointApprovals approvals) {
        LinkPath place = LinkPath.ofProject(Objects.requireNonNull(target.project()));
        if (changed.added() != null) {
            return approvals.using(caller, place, changed.added(), EndpointStore.added(place, changed.added(), owner));
        }
        return changed.removed() == null ? null : EndpointStore.removed(place, changed.removed());
    }

    EndpointId endpointId() {
        return new EndpointId(Objects.requireNonNull(target.interfaceEndpointId()));
    }
}
