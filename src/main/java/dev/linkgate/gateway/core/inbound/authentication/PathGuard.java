package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.platform.request.Failure;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Says of paths that a feature knows why nothing is there. */
public interface PathGuard {

    /** Why the request is refused before anybody asks who the caller is; empty if it is not. */
    Optional<Failure> closed(HttpServletRequest request);

    /** What to say of a path that has no route; empty if it is not the feature's. */
    Optional<Failure> unknown(HttpServletRequest request);
}
