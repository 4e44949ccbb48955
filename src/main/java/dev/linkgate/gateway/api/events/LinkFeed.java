package dev.linkgate.gateway.api.events;

import dev.linkgate.gateway.endpoints.link.LinkObservation;
import dev.linkgate.gateway.endpoints.watch.LinkFollower;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.web.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The events of a {@link LinkFollower}: {@code link} for each observation, and {@code gone} at the end. */
final class LinkFeed implements EventFeed {

    private final LinkFollower follower;
    private final LinkMessages messages;
    private final String instance;
    private final String requestId;
    private boolean begun;

    /**
     * @param instance the path of the stream, for the problem at its end
     * @param requestId of the stream
     */
    LinkFeed(LinkFollower follower, LinkMessages messages, String instance, String requestId) {
        this.follower = follower;
        this.messages = messages;
        this.instance = instance;
        this.requestId = requestId;
    }

    @Override
    public @Nullable EventMessage next(Duration patience) throws InterruptedException {
        if (!begun) {
            begun = true;
            return event(follower.known());
        }
        LinkObservation latest = follower.next(patience);
        return latest == null ? null : event(latest);
    }

    private EventMessage event(LinkObservation observation) {
        return switch (observation) {
            case LinkObservation.Present present -> messages.of(present.whole());
            case LinkObservation.Absent absent ->
                messages.gone(problem(absent.refusal().failure()));
        };
    }

    private Problem problem(Failure failure) {
        return Problem.of(failure, instance, requestId);
    }

    @Override
    public boolean isOver() {
        return follower.isOver();
    }

    /** Contains the age of the last observation, which grows while Atlas does not answer. */
    @Override
    public String remark() {
        return "seen " + follower.age().toSeconds() + " s ago";
    }

    @Override
    public void close() {
        follower.close();
    }
}
