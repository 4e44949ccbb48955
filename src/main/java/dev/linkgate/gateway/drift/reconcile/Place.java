package dev.linkgate.gateway.drift.reconcile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A link or an endpoint.
 *
 * @param interfaceEndpointId absent if it is the link itself
 */
record Place(String linkId, @Nullable String interfaceEndpointId) implements Comparable<Place> {

    private static final Comparator<Place> BY_KEY = Comparator.comparing(Place::key);

    /** The same text for the same place. */
    @JsonIgnore
    String key() {
        return interfaceEndpointId == null ? linkId : linkId + " " + interfaceEndpointId;
    }

    @JsonIgnore
    boolean isLink() {
        return interfaceEndpointId == null;
    }

    @Override
    public int compareTo(Place other) {
        return BY_KEY.compare(this, other);
    }
}
