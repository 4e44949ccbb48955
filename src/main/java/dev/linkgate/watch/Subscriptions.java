package dev.linkgate.watch;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkObservation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that callers wait for on one link. Its {@link Poller} guards it. */
final class Subscriptions {

    private final Map<EndpointId, Subscription<EndpointObservation>> endpoints = new HashMap<>();
    private @Nullable Subscription<LinkObservation> link;

    /** The link with all of its endpoints. */
    Subscription<LinkObservation> link() {
        Subscription<LinkObservation> subscription = link == null ? new Subscription<>() : link;
        link = subscription;
        return subscription;
    }

    Subscription<EndpointObservation> endpoint(EndpointId id) {
        return endpoints.computeIfAbsent(id, absent -> new Subscription<>());
    }

    /** Forgets what nobody waits for any more. */
    void tidy() {
        endpoints.values().removeIf(Subscription::isIdle);
        if (link != null && link.isIdle()) {
            link = null;
        }
    }

    boolean isEmpty() {
        return link == null && endpoints.isEmpty();
    }

    /** What the next poll has to look at. */
    PollTargets targets() {
        return new PollTargets(link != null, Set.copyOf(endpoints.keySet()));
    }

    void note(PollResult result) {
        if (link != null) {
            result.link().ifPresent(link::note);
        }
        result.endpoints().forEach((id, observation) -> {
            Subscription<EndpointObservation> subscription = endpoints.get(id);
            if (subscription != null) {
                subscription.note(observation);
            }
        });
    }
}
