package dev.linkgate.watch;

import dev.linkgate.link.Observation;
import java.util.HashMap;
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

    /** The targets of the next poll. */
    Set<PollTarget<?>> targets() {
        return Set.copyOf(subscriptions.keySet());
    }

    void note(PollResult result) {
        subscriptions.values().forEach(subscription -> subscription.note(result));
    }

    /** Lets all waiters go on. */
    void end() {
        subscriptions.values().forEach(Subscription::end);
    }
}
