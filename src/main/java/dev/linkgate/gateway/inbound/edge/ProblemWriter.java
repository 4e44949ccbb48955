package dev.linkgate.gateway.inbound.edge;

import dev.linkgate.gateway.access.oauth.OAuthErrors;
import dev.linkgate.gateway.api.atlasapi.AtlasErrors;
import dev.linkgate.gateway.inbound.authentication.Challenges;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.ProblemCode;
import dev.linkgate.gateway.platform.request.RequestId;
import dev.linkgate.gateway.platform.web.Problem;
import dev.linkgate.gateway.platform.web.RequestedApi;
import dev.linkgate.protocol.ApiError;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all problems of the gateway: from controllers, filters, and the servlet container. They are JSON in the form of
 * the {@linkplain RequestedApi API} that was asked for, except where a person has a {@link RefusalPage}.
 */
@Component
class ProblemWriter {

    private final JsonMapper json;
    private final Challenges challenges;
    private final OAuthErrors oauth;

    ProblemWriter(JsonMapper json, Challenges challenges, OAuthErrors oauth) {
        this.json = json;
        this.challenges = challenges;
        this.oauth = oauth;
    }

    void write(HttpServletRequest request, HttpServletResponse response, String requestId, Failure failure)
            throws IOException {
        write(request, response, requestId, failure, null);
    }

    /** @param atlasError the failure as Atlas's API has it; absent if it is to be made from the failure */
    void write(
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            Failure failure,
            @Nullable ApiError atlasError)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(failure.code().status());
        response.setHeader(RequestId.HEADER, requestId);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (failure.code() == ProblemCode.UNAUTHENTICATED) {
            challenges.write(request, response, failure.detail());
        }
        Duration retryAfter = failure.retryAfter() != null
                ? failure.retryAfter()
                : failure.code().retryAfter();
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wholeSeconds(retryAfter)));
        }
        if (failure.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, failure.location());
        }
        switch (RequestedApi.of(request)) {
            case ATLAS -> AtlasErrors.write(request, response, failure, atlasError);
            case OAUTH -> oauth.write(response, failure);
            case LINKGATE -> writeProblem(request, response, requestId, failure);
        }
    }

    private void writeProblem(
            HttpServletRequest request, HttpServletResponse response, String requestId, Failure failure)
            throws IOException {
        if (RefusalPage.isFor(request, failure.code())) {
            RefusalPage.write(response, failure, requestId);
            return;
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        Problem problem = Problem.of(failure, instance(request), requestId);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    /** An unreadable request line has no path. */
    private static String instance(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getRequestURI(), "/");
    }

    /** Rounded up, and at least one, because a caller told to wait for zero seconds would retry at once. */
    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }
}
