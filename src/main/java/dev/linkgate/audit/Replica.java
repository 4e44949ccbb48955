package dev.linkgate.audit;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** This process among those that write the trail, and the intents that it is at work on. */
final class Replica {

    private final String id = UUID.randomUUID().toString();
    private final Set<Long> atWork = ConcurrentHashMap.newKeySet();

    /** No other process has it, nor has this one after a restart. */
    String id() {
        return id;
    }

    /** @param intent its sequence */
    void begins(long intent) {
        atWork.add(intent);
    }

    void ends(long intent) {
        atWork.remove(intent);
    }

    boolean isAtWorkOn(long intent) {
        return atWork.contains(intent);
    }
}
