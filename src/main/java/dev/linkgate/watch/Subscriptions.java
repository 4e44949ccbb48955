package dev.linkgate.watch;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.link.EndpointObservation;
import dev.linkgate.link.LinkObservation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All subscriptions on one link. Its {@link Poller} guards them. */
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

    /** Forgets targets without a waiter. */
    void tidy() {
        endpoints.values().removeIf(Subscription::isIdle);
        if (link != null && link.isIdle()) {
            link = null;
        }
    }

    boolean isEmpty() {
        return link == null && endpoints.isEmpty();
    }

    /** The targets of the next poll. */
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
