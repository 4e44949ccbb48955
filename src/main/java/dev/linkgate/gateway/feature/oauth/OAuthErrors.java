package dev.linkgate.gateway.feature.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.inbound.edge.ErrorDialect;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.web.Problem;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes failures under {@code /api/oauth/} as OAuth has them (RFC 6749, section 5.2). Failures that OAuth does not
 * know keep their status, with the nearest of its words.
 */
@Component
class OAuthErrors implements ErrorDialect {

    /** The words for a parameter with a value that is not offered. */
    private static final Map<String, String> OF_PARAMETERS = Map.of(
            "grant_type", OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE,
            "scope", OAuth2ErrorCodes.INVALID_SCOPE,
            "token", OAuth2ErrorCodes.UNSUPPORTED_TOKEN_TYPE);

    private final JsonMapper json;

    OAuthErrors(JsonMapper json) {
        this.json = json;
    }

    private record Body(
            String error, @JsonProperty("error_description") String description) {}

    @Override
    public RequestedApi api() {
        return RequestedApi.OAUTH;
    }

    @Override
    public void write(
            HttpServletRequest request, HttpServletResponse response, Failure failure, @Nullable Throwable thrown)
            throws IOException {
        response.setHeader(HttpHeaders.PRAGMA, "no-cache");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream()
                .write(Problem.bounded(
                        failure, bounded -> json.writeValueAsBytes(new Body(word(bounded), description(bounded)))));
    }

    private static String word(Failure failure) {
        return failure.errors().stream()
                .map(FieldError::field)
                .filter(OF_PARAMETERS::containsKey)
                .findFirst()
                .map(OF_PARAMETERS::get)
                .orElseGet(() -> wordOf(failure.code().status()));
    }

    private static String wordOf(int status) {
        return switch (status) {
            case 401 -> OAuth2ErrorCodes.INVALID_CLIENT;
            case 403 -> OAuth2ErrorCodes.UNAUTHORIZED_CLIENT;
            case 429, 503 -> OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE;
            default -> status < 500 ? OAuth2ErrorCodes.INVALID_REQUEST : OAuth2ErrorCodes.SERVER_ERROR;
        };
    }

    /** The description, in the characters that OAuth allows. */
    private static String description(Failure failure) {
        String text = failure.errors().isEmpty()
                ? failure.detail()
                : failure.errors().stream()
                        .map(error -> error.field() + " " + error.message())
                        .collect(Collectors.joining("; "));
        return text.replaceAll("[\"\\\\]", "'").replaceAll("[^ -~]", "?");
    }
}
