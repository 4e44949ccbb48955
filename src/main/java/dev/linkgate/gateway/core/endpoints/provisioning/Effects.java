package dev.linkgate.gateway.core.endpoints.provisioning;

import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.AtlasProject;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.trail.audit.AbandonedWrite;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The effects of the writes to Atlas: of links and endpoints, and of what features write. */
@Component
public final class Effects {

    /** What the writes of links and endpoints want, by what their records say that they were to change. */
    private static final Map<Action, Function<Map<String, Object>, Optional<Wanted>>> WANTED = Map.of(
            Action.ENDPOINT_ADD, asked -> Optional.of(new Wanted.EndpointAdded()),
            Action.ENDPOINT_ENSURE, asked -> Optional.of(new Wanted.EndpointEnsured()),
            Action.ENDPOINT_REMOVE, asked -> Optional.of(new Wanted.EndpointRemoved()),
            Action.LINK_CREATE, Effects::created,
            Action.LINK_UPDATE, Effects::updated,
            Action.LINK_REMOVE, asked -> Optional.of(new Wanted.LinkRemoved()));

    /** The checks of what features write, by action. */
    private final Map<Action, EffectCheck> checks = new HashMap<>();

    @Autowired
    Effects(ObjectProvider<EffectCheck> features) {
        this(features.orderedStream().toArray(EffectCheck[]::new));
    }

    public Effects(EffectCheck... features) {
        for (EffectCheck each : features) {
            each.actions().forEach(action -> checks.put(action, each));
        }
    }

    /** Whether an action adds an endpoint to a project. */
    boolean adds(String action) {
        return Set.of(Action.ENDPOINT_ADD.word(), Action.ENDPOINT_ENSURE.word()).contains(action)
                || checks.entrySet().stream()
                        .anyMatch(check -> check.getKey().word().equals(action)
                                && check.getValue().adds(check.getKey()));
    }

    /**
     * The effect of a write that only its record tells of; empty if that does not tell enough, or Atlas has no part in
     * it.
     */
    public Optional<Effect> of(AbandonedWrite write) {
        Change change = write.target().change();
        Map<String, Object> asked = change == null || change.after() == null
                ? Map.of()
                : change.after().all();
        return wanted(write, asked).map(wanted -> new Effect(write.action(), write.target(), wanted));
    }

    private Optional<Wanted> wanted(AbandonedWrite write, Map<String, Object> asked) {
        Function<Map<String, Object>, Optional<Wanted>> known = WANTED.get(write.action());
        return known != null
                ? known.apply(asked)
                : Optional.ofNullable(checks.get(write.action()))
                        .flatMap(check -> check.wanted(write.action(), write.target(), asked));
    }

    private static Optional<Wanted> created(Map<String, Object> asked) {
        Optional<Provider> provider = text(asked, "provider").flatMap(Provider::of);
        Optional<Region> region = text(asked, "region").filter(Region::matches).map(Region::new);
        boolean portMapped = Boolean.TRUE.equals(asked.get("portMappingEnabled"));
        return provider.flatMap(cloud -> region.map(place -> new Wanted.LinkCreated(cloud, place, portMapped)));
    }

    private static Optional<String> text(Map<String, Object> asked, String name) {
        return Optional.ofNullable(asked.get(name)).map(String::valueOf);
    }

    private static Optional<Wanted> updated(Map<String, Object> asked) {
        return Optional.ofNullable(asked.get("supportedRemoteRegions") instanceof List<?> regions ? regions : null)
                .map(regions -> regions.stream().map(String::valueOf).toList())
                .filter(regions -> regions.stream().allMatch(Region::matches)) // a long list is cut
                .map(Wanted.LinkUpdated::new);
    }

    /**
     * Whether Atlas shows an effect now.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if Atlas cannot be read, which says nothing
     *     about the write
     */
    public boolean isDone(AtlasProject project, Effect effect) {
        return switch (effect.wanted()) {
            case Wanted.EndpointAdded added -> endpoint(project, effect).isPresent();
            case Wanted.EndpointEnsured ensured ->
                endpoint(project, effect).filter(endpoint -> !endpoint.failed()).isPresent();
            case Wanted.EndpointRemoved removed -> endpoint(project, effect).isEmpty();
            case Wanted.LinkCreated created ->
                project.links(created.provider()).stream().anyMatch(link -> isCreated(created, link));
            case Wanted.LinkUpdated updated ->
                link(project, effect)
                        .filter(link -> link.accepts(updated.supportedRemoteRegions()))
                        .isPresent();
            case Wanted.LinkRemoved removed ->
                link(project, effect)
                        .filter(link -> link.status() != LinkStatus.DELETING)
                        .isEmpty();
            case Wanted.ResourceChanged changed ->
                Objects.requireNonNull(checks.get(effect.action()), "no feature checks it")
                        .isDone(project, changed.text());
        };
    }

    private static boolean isCreated(Wanted.LinkCreated wanted, Link link) {
        return link.isIn(wanted.region())
                && (!wanted.portMapped() || link.details().end() == null)
                && link.status() != LinkStatus.DELETING;
    }

    /** Empty also while it is being removed. */
    private static Optional<Endpoint> endpoint(AtlasProject project, Effect effect) {
        LinkPath link = LinkPath.of(effect.target());
        return EndpointObservation.find(() -> project.endpoint(link.link(), effect.endpointId()))
                .filter(found -> !found.leaving());
    }

    private static Optional<Link> link(AtlasProject project, Effect effect) {
        return EndpointObservation.find(
                () -> project.link(Objects.requireNonNull(effect.target().link())));
    }
}
