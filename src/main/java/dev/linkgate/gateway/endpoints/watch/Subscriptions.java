package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All subscriptions of one subject. Its {@link Poller} guards them. */
final class Subscriptions {

    private final Map<PollTarget<?>, Subscription<?>> subscriptions = new HashMap<>();

    @SuppressWarnings("unchecked") // each is made for its key
    <T extends Observation> Subscription<T> of(PollTarget<T> target) {
        return (Subscription<T>) subscriptions.computeIfAbsent(target, Subscription::new);
    }

    /** Forgets targets without a waiter. */
    void tidy() {
        subscriptions.values().removeIf(Subscription::isIdle);
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    /** The next poll. */
    PollRound round() {
        return new PollRound(
                Set.copyOf(subscriptions.keySet()),
                subscriptions.values().stream().anyMatch(Subscription::hasCallers));
    }

    /**
     * Notes the observations of a poll.
     *
     * @return the waiters that have enough now, which must be woken
     */
    List<Subscription.Waiter<?>> note(PollResult result) {
        List<Subscription.Waiter<?>> satisfied = new ArrayList<>();
        subscriptions.values().forEach(subscription -> satisfied.addAll(subscription.note(result)));
        return satisfied;
    }

    /** Lets all waiters go on. */
    void end() {
        subscriptions.values().forEach(Subscription::end);
    }
}
