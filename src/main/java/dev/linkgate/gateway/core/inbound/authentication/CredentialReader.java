package dev.linkgate.gateway.core.inbound.authentication;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/** Finds what a request shows of its caller otherwise than by a bearer token. */
public interface CredentialReader {

    /**
     * @param authorization the request's only {@code Authorization} header; absent if there is none
     * @return empty if the request shows nothing that this reader knows
     */
    Optional<Authentication> read(@Nullable String authorization, HttpServletRequest request);
}
