package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint or a link that is followed after a write.
 *
 * @param endpoint absent for a link
 * @param announced whether the write that began this is known to have been carried out
 * @param requestId of that write
 * @param receipt of its outcome, which tells it from all others
 * @param since when it was first followed for this write
 */
record FollowedTarget(
        LinkPath link,
        @Nullable EndpointId endpoint,
        Goal goal,
        boolean announced,
        String requestId,
        String receipt,
        Instant since) {

    /** What a target is followed for. */
    enum Goal {
        /** It was added, and is to become available. */
        SETTLED,
        /** It is being removed. */
        GONE
    }

    /** The subject of its events, the same for equal ids. */
    String subject() {
        return subject(link, endpoint);
    }

    static String subject(LinkPath link, @Nullable EndpointId endpoint) {
        return endpoint == null ? link.toString() : link + "/endpoints/" + endpoint.canonicalSegment();
    }

    /** A copy of this target whose write is known to have been carried out. */
    FollowedTarget announced(Goal now) {
        return new FollowedTarget(link, endpoint, now, true, requestId, receipt, since);
    }

    /** Its link, which has vanished with it. */
    FollowedTarget vanishedLink() {
        return new FollowedTarget(link, null, Goal.GONE, true, requestId, receipt, since);
    }
}
