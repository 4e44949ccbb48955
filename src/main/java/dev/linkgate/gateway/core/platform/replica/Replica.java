package dev.linkgate.gateway.core.platform.replica;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** This process, as one of those that write the trail, and the intents it works on. */
public final class Replica {

    private final String id = UUID.randomUUID().toString();
    private final Set<Long> atWork = ConcurrentHashMap.newKeySet();

    /** Unique to this process; a restart gets a new one. */
    public String id() {
        return id;
    }

    /** @param intent its sequence */
    public void begins(long intent) {
        atWork.add(intent);
    }

    public void ends(long intent) {
        atWork.remove(intent);
    }

    public boolean isAtWorkOn(long intent) {
        return atWork.contains(intent);
    }
}
