package dev.linkgate.link;

import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import java.time.Duration;
import java.util.List;

/**
 * One Atlas project on behalf of one request.
 *
 * <p>Each read throws {@link dev.linkgate.kernel.LinkgateException} with the problem for Atlas's refusal, or with
 * {@code atlas-unavailable} or {@code atlas-timeout} when no answer came.
 */
public interface AtlasProject {

    /** The time left for calls to Atlas on behalf of this request. */
    Duration timeLeft();

    List<Link> links();

    Link link(LinkId link);

    Endpoint endpoint(LinkId link, EndpointId endpoint);

    /**
     * Sends a write, again if that is safe, and reads back an unclear result.
     *
     * @return the result; never throws a {@link dev.linkgate.kernel.LinkgateException}
     */
    WriteResult send(Intent intent, EndpointWrite write);
}
