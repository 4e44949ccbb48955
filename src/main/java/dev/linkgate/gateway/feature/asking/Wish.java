package dev.linkgate.gateway.feature.asking;

import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.kernel.LinkId;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for: a role, or the addition of an endpoint.
 *
 * @param role absent for an endpoint
 * @param span for how long the role, from the answer on; absent if it is to last
 * @param link the link that the endpoint is to be added to; absent if it may be any of the project
 * @param endpoint absent for a role
 * @param reason in the words of who asks, which nobody has checked; absent if there are none
 */
public record Wish(
        @Nullable Role role,
        @Nullable Duration span,
        @Nullable LinkId link,
        @Nullable EndpointId endpoint,
        @Nullable String reason)
        implements Recorded {

    public static Wish role(Role role, @Nullable Duration span, String reason) {
        return new Wish(role, span, null, null, reason);
    }

    static Wish endpoint(@Nullable LinkId link, EndpointId endpoint, @Nullable String reason) {
        return new Wish(null, null, link, endpoint, reason);
    }

    RequestKind kind() {
        return role == null ? RequestKind.ENDPOINT : RequestKind.ROLE;
    }

    /** A text that is equal for equal wishes, whatever their reasons and times. */
    String wanted() {
        return role != null
                ? role.word()
                : (link == null ? "" : link.value())
                        + "/"
                        + Objects.requireNonNull(endpoint).canonical();
    }

    @Override
    public Change.Values recorded() {
        return new Change.Values()
                .with("kind", kind().name())
                .with("role", role == null ? null : role.word())
                .with("for", span == null ? null : span.toString())
                .with("linkId", link == null ? null : link.value())
                .with("interfaceEndpointId", endpoint == null ? null : endpoint.value())
                .with("reason", reason);
    }
}
