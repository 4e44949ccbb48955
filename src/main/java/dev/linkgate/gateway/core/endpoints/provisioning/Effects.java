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
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The effects of the writes to Atlas: of links and endpoints, and of what features write. */
@Component
public final class Effects {

    private final Map<Action, EffectCheck> checks = new HashMap<>();

    @Autowired
    Effects(ObjectProvider<EffectCheck> features) {
        this(features.orderedStream().toArray(EffectCheck[]::new));
    }

    public Effects(EffectCheck... features) {
        add(Action.ENDPOINT_ADD, (project, effect) -> endpoint(project, effect).isPresent());
        add(
                Action.ENDPOINT_ENSURE,
                (project, effect) -> endpoint(project, effect)
                        .filter(endpoint -> !endpoint.failed())
                        .isPresent());
        add(
                Action.ENDPOINT_REMOVE,
                (project, effect) -> endpoint(project, effect).isEmpty());
        add(new Check(Action.LINK_CREATE, Effects::place, Effects::isCreated));
        add(new Check(
                Action.LINK_UPDATE,
                Effects::regions,
                (project, effect) -> link(project, effect)
                        .filter(link -> link.accepts(List.of(effect.wanted().split(","))))
                        .isPresent()));
        add(
                Action.LINK_REMOVE,
                (project, effect) -> link(project, effect)
                        .filter(link -> link.status() != LinkStatus.DELETING)
                        .isEmpty());
        List.of(features).forEach(this::add);
    }

    private record Check(
            Action action,
            Function<Map<String, Object>, Optional<String>> wanting,
            BiPredicate<AtlasProject, Effect> done)
            implements EffectCheck {

        @Override
        public Optional<String> wanted(Map<String, Object> asked) {
            return wanting.apply(asked);
        }

        @Override
        public boolean isDone(AtlasProject project, Effect effect) {
            return done.test(project, effect);
        }
    }

    /** Adds the check of an action whose target alone tells what it changes. */
    private void add(Action action, BiPredicate<AtlasProject, Effect> done) {
        add(new Check(action, asked -> Optional.of(""), done));
    }

    private void add(EffectCheck check) {
        checks.put(check.action(), check);
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
        return Optional.ofNullable(checks.get(write.action()))
                .flatMap(check -> check.wanted(asked))
                .map(wanted -> new Effect(write.action(), write.target(), wanted));
    }

    /**
     * Whether Atlas shows an effect now.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException if Atlas cannot be read, which says nothing
     *     about the write
     */
    public boolean isDone(AtlasProject project, Effect effect) {
        EffectCheck check = checks.get(effect.action());
        if (check == null) {
            throw new IllegalStateException("not an effect on Atlas: " + effect.action());
        }
        return check.isDone(project, effect);
    }

    private static Optional<String> place(Map<String, Object> asked) {
        return Optional.of(asked)
                .filter(place -> place.containsKey("provider") && place.containsKey("region"))
                .map(place -> place.get("provider") + ":" + place.get("region")
                        + (Boolean.TRUE.equals(place.get("portMappingEnabled")) ? Effect.STAYS : ""));
    }

    private static Optional<String> regions(Map<String, Object> asked) {
        return Optional.ofNullable(asked.get("supportedRemoteRegions"))
                .filter(List.class::isInstance)
                .map(regions ->
                        ((List<?>) regions).stream().map(String::valueOf).toList())
                .filter(regions -> regions.stream().allMatch(Region::matches)) // a long list is cut
                .map(regions -> String.join(",", regions));
    }

    private static boolean isCreated(AtlasProject project, Effect effect) {
        String[] place = effect.wanted().split(":", 3);
        return project.links(Provider.valueOf(place[0])).stream()
                .anyMatch(link -> link.isIn(new Region(place[1]))
                        && (place.length < 3 || link.details().end() == null)
                        && link.status() != LinkStatus.DELETING);
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
