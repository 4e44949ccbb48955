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

/**
 * What a write is to achieve at Atlas. {@link Effects} tell whether it has.
 *
 * @param action of the audit trail
 * @param wanted what the target does not say: a link's provider and region, its remote regions, or what a feature writes
 */
public record Effect(Action action, Target target, String wanted) {

    /** Of a link to Google that is port-mapped: there may be one beside it that is not. */
    static final String STAYS = ":port-mapped";

    private static final Set<Action> CREATING = Set.of(Action.ENDPOINT_ADD, Action.LINK_CREATE);
    private static final Set<Action> REMOVING = Set.of(Action.ENDPOINT_REMOVE, Action.LINK_REMOVE);

    public static Effect of(AtlasWrite write) {
        return switch (write) {
            case EndpointWrite.Remove remove -> new Effect(Action.ENDPOINT_REMOVE, remove.target(), "");
            case EndpointWrite addition -> new Effect(Action.ENDPOINT_ADD, addition.target(), "");
            case LinkWrite.Create create ->
                new Effect(
                        Action.LINK_CREATE,
                        create.target(),
                        create.link().provider() + ":" + create.link().region()
                                + (create.link() instanceof NewLink.Gcp gcp && gcp.portMappingEnabled() ? STAYS : ""));
            case LinkWrite.Update update ->
                new Effect(Action.LINK_UPDATE, update.target(), String.join(",", update.supportedRemoteRegions()));
            case LinkWrite.Remove remove -> new Effect(Action.LINK_REMOVE, remove.target(), "");
            case ResourceWrite<?> change -> new Effect(change.action(), change.target(), change.wanted());
        };
    }

    /** @param stored as {@link #stored} gave it */
    public static Effect of(String stored, Target target) {
        String[] parts = stored.split(" ", 2);
        return new Effect(new Action(parts[0]), target, parts.length == 1 ? "" : parts[1]);
    }

    /** Action and what is wanted, as an operation keeps them beside its target. */
    public String stored() {
        return wanted.isEmpty() ? action.word() : action.word() + " " + wanted;
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
    public TableChange change(
            Owner owner, @Nullable Endpoint added, Actor caller, EndpointApprovals approvals) {
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

    EndpointId endpointId() {
        return new EndpointId(Objects.requireNonNull(target.interfaceEndpointId()));
    }
}
