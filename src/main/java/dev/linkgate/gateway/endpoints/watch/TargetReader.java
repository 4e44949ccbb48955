package dev.linkgate.gateway.endpoints.watch;

import dev.linkgate.gateway.endpoints.link.LinkPath;
import dev.linkgate.gateway.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.endpoints.observation.LinkObservation;
import dev.linkgate.gateway.endpoints.observation.Observation;
import dev.linkgate.gateway.platform.request.EndpointId;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads links and endpoints for the gateway itself, in the polls that callers share. Where no caller waits for the
 * link, the reads give way to those of callers.
 */
@Component
public final class TargetReader {

    private final Pollers pollers;

    TargetReader(Pollers pollers) {
        this.pollers = pollers;
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
        return pollers.time().read() - 1;
    }

    private <T extends Observation> Optional<T> next(PollTarget<T> target, T unseen) throws InterruptedException {
        T seen = pollers.next(target, unseen);
        return seen.nanos() == unseen.nanos() ? Optional.empty() : Optional.of(seen);
    }
}
