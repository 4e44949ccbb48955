package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import dev.linkgate.gateway.endpoints.observation.Observation;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads links and endpoints for the gateway itself, in the polls that callers share. Where no caller waits for the
 * link, the reads give way to those of callers.
 */
public final class TargetReader {

    /** Within which a poll that is made at once has its answer, besides the interval. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Pollers pollers;
    private final WatchClock time;
    private final Duration patience;

    TargetReader(Pollers pollers, WatchClock time, Duration interval) {
        this.pollers = pollers;
        this.time = time;
        this.patience = interval.plus(ANSWER);
    }

    /** The endpoint, as the next poll sees it; empty if it cannot be read now. */
    public Optional<EndpointObservation> endpoint(LinkPath link, EndpointId endpoint) throws InterruptedException {
        return next(new PollTarget.OfEndpoint(link, endpoint), new EndpointObservation.Absent(unseen(), before()));
    }

    /** The link with its endpoints, as the next poll sees it; empty if one of them cannot be read now. */
    public Optional<LinkObservation> link(LinkPath link) throws InterruptedException {
        return next(new PollTarget.OfLink(link), new LinkObservation.Absent(unseen(), before()));
    }

    private static LinkgateException unseen() {
        return Failure.of(ProblemCode.NOT_FOUND, "not read yet").toException();
    }

    /** A poll that begins now is newer. */
    private long before() {
        return time.read() - 1;
    }

    private <T extends Observation> Optional<T> next(PollTarget<T> target, T unseen) throws InterruptedException {
        T seen = pollers.next(target, unseen, patience);
        return seen.nanos() == unseen.nanos() ? Optional.empty() : Optional.of(seen);
    }
}
