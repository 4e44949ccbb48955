package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** The challenges of a scheme that one API takes besides bearer tokens, or in their place. */
public interface ChallengeSource {

    RequestedApi api();

    /** Whether this API takes no bearer tokens. */
    boolean replacesBearer();

    /** The values of {@code WWW-Authenticate}, a line each. */
    List<String> challenges(HttpServletRequest request);
}
