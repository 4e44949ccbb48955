package dev.linkgate.link;

import dev.linkgate.kernel.EndpointId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that callers wait for on one link. Its {@link Poller} guards it. */
final class Watches {

    private final Map<EndpointId, Watch<Sighting>> endpoints = new HashMap<>();
    private @Nullable Watch<LinkSighting> link;

    /** The link with all of its endpoints. */
    Watch<LinkSighting> link() {
        Watch<LinkSighting> watch = link == null ? new Watch<>() : link;
        link = watch;
        return watch;
    }

    Watch<Sighting> endpoint(EndpointId id) {
        return endpoints.computeIfAbsent(id, absent -> new Watch<>());
    }

    /** Forgets what nobody waits for any more. */
    void tidy() {
        endpoints.values().removeIf(Watch::isIdle);
        if (link != null && link.isIdle()) {
            link = null;
        }
    }

    boolean isEmpty() {
        return link == null && endpoints.isEmpty();
    }

    /** What the next round has to look at. */
    Wanted wanted() {
        return new Wanted(link != null, Set.copyOf(endpoints.keySet()));
    }

    void note(Round round) {
        if (link != null) {
            round.link().ifPresent(link::note);
        }
        round.endpoints().forEach((id, sighting) -> {
            Watch<Sighting> watch = endpoints.get(id);
            if (watch != null) {
                watch.note(sighting);
            }
        });
    }
}
