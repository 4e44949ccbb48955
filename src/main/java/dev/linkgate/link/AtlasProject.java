package dev.linkgate.link;

import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import java.time.Duration;
import java.util.List;

/**
 * One Atlas project on behalf of one request.
 *
 * <p>Each read throws {@link dev.linkgate.kernel.LinkgateException} with the problem that Atlas's refusal means, or
 * {@code atlas-unavailable} or {@code atlas-timeout} when no answer came.
 */
public interface AtlasProject {

    /** How long requests of this request may still take. */
    Duration timeLeft();

    List<Link> links();

    Link link(LinkId link);

    Endpoint endpoint(LinkId link, EndpointId endpoint);

    /**
     * Sends a write, again if that is safe, and reads back what is not clear.
     *
     * @return what became of it; never throws a {@link dev.linkgate.kernel.LinkgateException}
     */
    WriteResult send(Intent intent, EndpointWrite write);
}
