package dev.linkgate.audit;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** This process, as one of those that write the trail, and the intents it works on. */
final class Replica {

    private final String id = UUID.randomUUID().toString();
    private final Set<Long> atWork = ConcurrentHashMap.newKeySet();

    /** Unique to this process; a restart gets a new one. */
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
