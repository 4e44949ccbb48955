package dev.linkgate.gateway.core.inbound.authentication;

import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/**
 * The challenges ({@code WWW-Authenticate}) in the answer to an unknown caller: for a bearer token (RFC 6750, section
 * 3), and those of other schemes that the path's API takes.
 *
 * <p>Each has its own line, because clients differ: some read the first one only, some the last one.
 */
@Component
public final class Challenges {

    private static final String BEARER = "Bearer";

    private final List<ChallengeSource> sources;

    Challenges(List<ChallengeSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** @param reason why a bearer token is not accepted; left out if the request has none */
    public void write(HttpServletRequest request, HttpServletResponse response, String reason) {
        RequestedApi api = RequestedApi.of(request);
        List<ChallengeSource> others =
                sources.stream().filter(source -> source.api() == api).toList();
        boolean bearer = others.stream().noneMatch(ChallengeSource::replacesBearer);
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (bearer && header != null && CredentialConverter.hasToken(header)) {
            response.setHeader(
                    HttpHeaders.WWW_AUTHENTICATE,
                    BEARER + " error=\"invalid_token\", error_description=\"" + quotable(reason) + '"');
            return;
        }
        others.forEach(source -> source.challenges(request)
                .forEach(challenge -> response.addHeader(HttpHeaders.WWW_AUTHENTICATE, challenge)));
        if (bearer) {
            response.addHeader(HttpHeaders.WWW_AUTHENTICATE, BEARER);
        }
    }

    /** The characters that RFC 6750 allows. Only an operator's own word, such as the name of a claim, has others. */
    private static String quotable(String text) {
        return text.replaceAll("[\"\\\\]", "'").replaceAll("[^ -~]", "?");
    }
}
