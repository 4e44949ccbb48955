package dev.linkgate.gateway.drift.reconcile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A link or an endpoint.
 *
 * @param interfaceEndpointId absent if it is the link itself
 */
record ComparedResource(String linkId, @Nullable String interfaceEndpointId) implements Comparable<ComparedResource> {

    private static final Comparator<ComparedResource> BY_KEY = Comparator.comparing(ComparedResource::key);

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
    public int compareTo(ComparedResource other) {
        return BY_KEY.compare(this, other);
    }
}
