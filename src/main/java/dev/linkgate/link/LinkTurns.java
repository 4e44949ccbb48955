package dev.linkgate.link;

import dev.linkgate.kernel.Failure;
import dev.linkgate.kernel.LinkgateException;
import dev.linkgate.kernel.ProblemCode;
import dev.linkgate.operation.Turns;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Lets those who change which endpoints a link has do so one after the other, on whatever replica: two of them at once
 * could each rely on an endpoint that the other takes away.
 */
@Component
class LinkTurns {

    private final Turns turns;

    LinkTurns(Turns turns) {
        this.turns = turns;
    }

    /**
     * Does something about a link's endpoints in turn.
     *
     * @param there what the work asks Atlas with; its deadline ends the turn as well
     * @throws LinkgateException {@code link-not-ready} if the turn does not come in half of the time that is left
     */
    <T> T take(AtlasProject there, LinkPath link, Supplier<T> work) {
        Duration longest = there.timeLeft();
        return turns.take(link.toString(), longest, longest.dividedBy(2), LinkTurns::busy, work);
    }

    private static LinkgateException busy() {
        return Failure.of(
                        ProblemCode.LINK_NOT_READY,
                        "Other changes of this link's endpoints have not ended yet. Nothing was sent; try again.")
                .retryAfter(Duration.ofSeconds(5))
                .toException();
    }
}
