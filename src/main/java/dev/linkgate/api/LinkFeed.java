package dev.linkgate.api;

import dev.linkgate.kernel.Failure;
import dev.linkgate.link.LinkFollower;
import dev.linkgate.link.LinkSighting;
import dev.linkgate.web.EntityTag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells what a {@link LinkFollower} sees: {@code link} each time, and {@code gone} at the end. */
final class LinkFeed implements EventFeed {

    private final LinkFollower follower;
    private final String instance;
    private final String requestId;
    private boolean begun;

    /**
     * @param instance the path of the stream, for the problem at its end
     * @param requestId of the stream
     */
    LinkFeed(LinkFollower follower, String instance, String requestId) {
        this.follower = follower;
        this.instance = instance;
        this.requestId = requestId;
    }

    @Override
    public @Nullable Event next(Duration patience) throws InterruptedException {
        if (!begun) {
            begun = true;
            return event(follower.known());
        }
        LinkSighting news = follower.next(patience);
        return news == null ? null : event(news);
    }

    private Event event(LinkSighting sighting) {
        return switch (sighting) {
            case LinkSighting.There there -> new Event(EntityTag.opaque(there.whole()), "link", there.whole());
            case LinkSighting.Gone gone ->
                new Event(null, "gone", problem(gone.refusal().failure()));
        };
    }

    private Problem problem(Failure failure) {
        return Problem.of(failure, failure.code().status(), instance, requestId);
    }

    @Override
    public boolean isOver() {
        return follower.isOver();
    }

    /** Also tells how old what is known may be: while Atlas does not answer, it grows older. */
    @Override
    public String remark() {
        return "seen " + follower.age().toSeconds() + " s ago";
    }

    @Override
    public void close() {
        follower.close();
    }
}
