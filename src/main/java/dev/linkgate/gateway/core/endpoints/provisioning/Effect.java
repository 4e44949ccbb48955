package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.observation.EndpointStore;
import dev.linkgate.gateway.core.endpoints.observation.Owner;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.endpoints.port.AtlasWrite;
import dev.linkgate.gateway.core.endpoints.port.EndpointWrite;
import dev.linkgate.gateway.core.endpoints.port.LinkWrite;
import dev.linkgate.gateway.core.endpoints.port.RegionalModeWrite;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite;
import dev.linkgate.gateway.core.trail.audit.TableChange;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a write is to achieve at Atlas, and whether it has: asked when no answer has told.
 *
 * @param action of the audit trail
 * @param wanted what the target does not say: a link's provider and region, its remote regions, or the regional mode
 */
public record Effect(Action action, Target target, String wanted) {

    /** Of a link to Google that is port-mapped: there may be one beside it that is not. */
    private static final String STAYS = ":port-mapped";

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
            case RegionalModeWrite mode ->
                new Effect(Action.REGIONAL_MODE_SET, mode.target(), String.valueOf(mode.enabled()));
        };
    }

    /** Of a write that only its record tells of; empty if that does not tell enough, or Atlas has no part in it. */
    public static Optional<Effect> of(AbandonedWrite write) {
        Change change = write.target().change();
        Map<String, Object> asked = change == null || change.after() == null
                ? Map.of()
                : change.after().all();
        Optional<String> wanted = switch (write.action()) {
            case ENDPOINT_ADD, ENDPOINT_ENSURE, ENDPOINT_REMOVE, LINK_REMOVE -> Optional.of("");
            case LINK_CREATE ->
                Optional.of(asked)
                        .filter(place -> place.containsKey("provider") && place.containsKey("region"))
                        .map(place -> place.get("provider") + ":" + place.get("region")
                                + (Boolean.TRUE.equals(place.get("portMappingEnabled")) ? STAYS : ""));
            case LINK_UPDATE ->
                Optional.ofNullable(asked.get("supportedRemoteRegions"))
                        .filter(List.class::isInstance)
                        .map(regions -> ((List<?>) regions)
                                .stream().map(String::valueOf).toList())
                        .filter(regions -> regions.stream().allMatch(Region::matches)) // a long list is cut
                        .map(regions -> String.join(",", regions));
            case REGIONAL_MODE_SET ->
                Optional.ofNullable(asked.get("enabled"))
                        .filter(Boolean.class::isInstance)
                        .map(String::valueOf);
            default -> Optional.empty();
        };
        return wanted.map(text -> new Effect(write.action(), write.target(), text));
    }

    /** @param stored as {@link #stored} gave it */
    public static Effect of(String stored, Target target) {
        String[] parts = stored.split(" ", 2);
        return new Effect(Action.of(parts[0]), target, parts.length == 1 ? "" : parts[1]);
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
        return switch (action) {
            case ENDPOINT_ADD, LINK_CREATE -> 201;
            case ENDPOINT_REMOVE, LINK_REMOVE -> 202;
            default -> 200;
        };
    }

    /**
     * What the effect changes in the table of endpoints; absent if that is nothing.
     *
     * @param owner whose endpoint was added
     */
    @Nullable
    public TableChange change(Owner owner) {
        return switch (action) {
            case ENDPOINT_ADD -> EndpointStore.added(LinkPath.of(target), endpointId(), owner);
            case ENDPOINT_REMOVE -> EndpointStore.removed(LinkPath.of(target), endpointId());
            case LINK_REMOVE -> EndpointStore.removed(LinkPath.of(target));
            default -> null;
        };
    }

    private EndpointId endpointId() {
        return new EndpointId(Objects.requireNonNull(target.interfaceEndpointId()));
    }

    /**
     * Whether Atlas shows the effect now.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if Atlas cannot be read, which says nothing about
     *     the write
     */
    public boolean isDone(AtlasProject project) {
        return switch (action) {
            case ENDPOINT_ADD -> endpoint(project).isPresent();
            case ENDPOINT_ENSURE ->
                endpoint(project).filter(endpoint -> !endpoint.failed()).isPresent();
            case ENDPOINT_REMOVE -> endpoint(project).isEmpty();
            case LINK_CREATE -> {
                String[] place = wanted.split(":", 3);
                yield project.links(Provider.valueOf(place[0])).stream()
                        .anyMatch(link -> link.isIn(new Region(place[1]))
                                && (place.length < 3 || link.details().end() == null)
                                && link.status() != LinkStatus.DELETING);
            }
            case LINK_UPDATE ->
                link(project)
                        .filter(link -> link.accepts(List.of(wanted.split(","))))
                        .isPresent();
            case LINK_REMOVE ->
                link(project)
                        .filter(link -> link.status() != LinkStatus.DELETING)
                        .isEmpty();
            case REGIONAL_MODE_SET -> project.regionalMode().enabled() == Boolean.parseBoolean(wanted);
            default -> throw new IllegalStateException("not an effect on Atlas: " + action);
        };
    }

    /** Empty also while it is being removed. */
    private Optional<Endpoint> endpoint(AtlasProject project) {
        LinkPath link = LinkPath.of(target);
        EndpointId id = endpointId();
        return EndpointObservation.find(() -> project.endpoint(link.link(), id)).filter(found -> !found.leaving());
    }

    private Optional<Link> link(AtlasProject project) {
        return EndpointObservation.find(() -> project.link(Objects.requireNonNull(target.link())));
    }
}
