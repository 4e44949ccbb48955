package dev.linkgate.endpoint;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.lock.DistributedLock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Serializes changes to a link, and to its set of endpoints, across replicas. Two concurrent changes could each rely on
 * an endpoint that the other removes.
 */
@Component
class LinkLock {

    private final DistributedLock lock;

    LinkLock(DistributedLock lock) {
        this.lock = lock;
    }

    /**
     * Locks a resource until the lock is closed.
     *
     * @param atlasProject the project client used under the lock; the lock ends with its deadline
     * @param resource its path
     * @throws LinkgateException {@code link-not-ready} if the lock is not free in half of the time that is left
     */
    DistributedLock.Held lock(AtlasProject atlasProject, String resource) {
        Duration longest = atlasProject.timeLeft();
        return lock.acquire(resource, longest, longest.dividedBy(2)).orElseThrow(LinkLock::busy);
    }

    private static LinkgateException busy() {
        return Failure.of(
                        ProblemCode.LINK_NOT_READY,
                        "Other changes to this link are still running. Nothing was sent; try again.")
                .retryAfter(Duration.ofSeconds(5))
                .toException();
    }
}
