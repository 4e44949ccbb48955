package dev.linkgate.endpoint;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.link.AtlasProject;
import dev.linkgate.link.LinkPath;
import dev.linkgate.lock.DistributedLock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Lets those who change which endpoints a link has do so one after the other, on whatever replica: two of them at once
 * could each rely on an endpoint that the other takes away.
 */
@Component
class LinkLock {

    private final DistributedLock lock;

    LinkLock(DistributedLock lock) {
        this.lock = lock;
    }

    /**
     * Does something about a link's endpoints while nobody else does.
     *
     * @param atlasProject what the work asks Atlas with; its deadline ends the lock as well
     * @throws LinkgateException {@code link-not-ready} if the lock is not free in half of the time that is left
     */
    <T> T runLocked(AtlasProject atlasProject, LinkPath link, Supplier<T> work) {
        Duration longest = atlasProject.timeLeft();
        return lock.runLocked(link.toString(), longest, longest.dividedBy(2), LinkLock::busy, work);
    }

    private static LinkgateException busy() {
        return Failure.of(
                        ProblemCode.LINK_NOT_READY,
                        "Other changes of this link's endpoints have not ended yet. Nothing was sent; try again.")
                .retryAfter(Duration.ofSeconds(5))
                .toException();
    }
}
