package dev.linkgate.link;

import dev.linkgate.audit.Intent;
import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import java.time.Duration;
import java.util.List;

/**
 * One Atlas project on behalf of one request.
 *
 * <p>Every method throws {@link dev.linkgate.kernel.LinkgateException} with the problem that Atlas's refusal means,
 * {@code atlas-unavailable} or {@code atlas-timeout} when no answer came, and, for writes, {@code outcome-unknown} when
 * the request was sent and nobody can say what became of it.
 */
public interface AtlasProject {

    /** How long requests of this request may still take. */
    Duration timeLeft();

    List<Link> links();

    Link link(LinkId link);

    Endpoint endpoint(LinkId link, EndpointId endpoint);

    Endpoint add(Intent intent, LinkId link, EndpointId endpoint);

    void remove(Intent intent, LinkId link, EndpointId endpoint);
}
