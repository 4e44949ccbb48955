package dev.linkgate.gateway.feature.drift;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Receipt;
import dev.linkgate.kernel.LinkId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that was added or removed here, as the trail shows it.
 *
 * @param addition its last addition; absent if it was removed since
 * @param unclear whether a later write is under way or has an unknown result
 * @param changedAt when the last of these writes was recorded
 */
record WrittenEndpoint(LinkId link, EndpointId id, @Nullable Addition addition, boolean unclear, Instant changedAt) {

    /**
     * The addition of an endpoint.
     *
     * @param time when its outcome was recorded
     * @param receipt of the outcome
     */
    record Addition(Instant time, Receipt receipt) {}
}
