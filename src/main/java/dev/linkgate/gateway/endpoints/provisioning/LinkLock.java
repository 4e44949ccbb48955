package dev.linkgate.gateway.endpoints.provisioning;

import dev.linkgate.gateway.endpoints.port.AtlasProject;
import dev.linkgate.gateway.platform.replica.DistributedLock;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Right;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Serializes changes to a link, and to its set of endpoints, across replicas. Two concurrent changes could each rely on
 * an endpoint that the other removes.
 */
@Component
class LinkLock {

    private static final Failure BUSY = Failure.of(
                    ProblemCode.LINK_NOT_READY,
                    "Other changes to this link are still running, or could be, because this replica of the gateway was"
                            + " cut off. Nothing was sent; try again.")
            .retryAfter(Duration.ofSeconds(5));

    private final DistributedLock lock;

    LinkLock(DistributedLock lock) {
        this.lock = lock;
    }

    /**
     * Locks a resource until the lock is closed.
     *
     * @param context the request, which waits only as long as it {@linkplain Waiting#mayContinue may}
     * @param atlasProject the project client used under the lock; the lock ends with its deadline
     * @param resource its path
     * @throws LinkgateException {@code link-not-ready} if the lock is not free in half of the time that is left, or why
     *     the caller has lost its right in the meantime
     */
    DistributedLock.Held lock(RequestContext context, AtlasProject atlasProject, String resource) {
        Duration longest = atlasProject.timeLeft();
        return lock.acquire(resource, longest, longest.dividedBy(2), context.waiting()::mayContinue)
                .orElseThrow(BUSY::toException);
    }

    /** The right to send what needs the lock. */
    static Right right(DistributedLock.Held lock) {
        return Right.whileHeld(lock::isHeld, BUSY);
    }
}
