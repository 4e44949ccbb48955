package dev.linkgate.gateway.feature.oauth;

import dev.linkgate.gateway.core.inbound.authentication.ChallengeSource;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Component;

/** The challenge of a client that wants an access token (RFC 6749, section 5.2). */
@Component
final class ClientChallenge implements ChallengeSource {

    @Override
    public RequestedApi api() {
        return RequestedApi.OAUTH;
    }

    @Override
    public boolean replacesBearer() {
        return true;
    }

    @Override
    public List<String> challenges(HttpServletRequest request) {
        return List.of("Basic realm=\"Linkgate\"");
    }
}
