package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.access.OpenPaths;
import dev.linkgate.gateway.core.inbound.authentication.Challenges;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestId;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.Problem;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import dev.linkgate.kernel.Sha256;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.servlet.HandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all problems of the gateway: from controllers, filters, and the servlet container. They are JSON in the form
 * of the {@linkplain RequestedApi API} that was asked for, except where a person has a {@link RefusalPage}.
 */
@Component
class ProblemWriter {

    private static final Set<String> WITH_BODY = Set.of("PUT", "POST", "PATCH");

    private final JsonMapper json;
    private final Challenges challenges;
    private final OpenPaths openPaths;
    private final Map<RequestedApi, ErrorDialect> dialects;

    ProblemWriter(JsonMapper json, Challenges challenges, OpenPaths openPaths, List<ErrorDialect> dialects) {
        this.openPaths = openPaths;
        this.json = json;
        this.challenges = challenges;
        this.dialects = dialects.stream().collect(Collectors.toUnmodifiableMap(ErrorDialect::api, Function.identity()));
    }

    void write(HttpServletRequest request, HttpServletResponse response, String requestId, Failure failure)
            throws IOException {
        write(request, response, requestId, failure, null);
    }

    /** @param thrown what ended the request; absent if the servlet container did */
    void write(
            HttpServletRequest request,
            HttpServletResponse response,
            String requestId,
            Failure failure,
            @Nullable Throwable thrown)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(failure.code().status());
        response.setHeader(RequestId.HEADER, requestId);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (failure.code().equals(ProblemCode.UNAUTHENTICATED)) {
            challenges.write(request, response, failure.detail());
        }
        Duration retryAfter = failure.retryAfter() != null
                ? failure.retryAfter()
                : failure.code().retryAfter();
        if (retryAfter != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wholeSeconds(retryAfter)));
        }
        if (failure.operation() != null) {
            response.setHeader(HttpHeaders.LOCATION, failure.operation());
        }
        ErrorDialect dialect = dialects.get(RequestedApi.of(request));
        if (dialect == null) {
            writeProblem(request, response, requestId, failure);
        } else {
            dialect.write(request, response, failure, thrown);
        }
    }

    private void writeProblem(
            HttpServletRequest request, HttpServletResponse response, String requestId, Failure failure)
            throws IOException {
        if (RefusalPage.isFor(request, failure.code()) && openPaths.contain(request)) {
            RefusalPage.write(response, failure, requestId);
            return;
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream()
                .write(Problem.bounded(
                        failure,
                        bounded -> json.writeValueAsBytes(Problem.of(
                                bounded, instance(request), requestId, field -> isParameter(request, field)))));
    }

    /** Reads have no body, and no field of a body has the name of a header, or of what its path or query has. */
    private static boolean isParameter(HttpServletRequest request, String field) {
        return !WITH_BODY.contains(request.getMethod())
                || Character.isUpperCase(field.charAt(0))
                || ("&" + request.getQueryString()).contains("&" + field + "=")
                || (request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                        && variables.containsKey(field));
    }

    /** An unreadable request line has no path. */
    private static String instance(HttpServletRequest request) {
        return Objects.requireNonNullElse(request.getRequestURI(), "/");
    }

    /** Rounded up, and at least one, because a caller told to wait for zero seconds would retry at once. */
    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }

    /**
     * What a person sees instead of a page that the gateway does not send at the moment. It has its style within,
     * because a file of its own would be refused, too.
     */
    static final class RefusalPage {

        private static final Set<ProblemCode> REFUSALS = Set.of(ProblemCode.RATE_LIMITED, ProblemCode.OVERLOADED);
        private static final Set<String> READS = Set.of("GET", "HEAD");

        private static final String STYLE = style();
        private static final String POLICY =
                "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                        .formatted(Base64.getEncoder()
                                .encodeToString(Sha256.digest().digest(STYLE.getBytes(StandardCharsets.UTF_8))));

        private RefusalPage() {}

        private static String style() {
            try {
                return new ClassPathResource("pages/pages.css").getContentAsString(StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whether a failure of this kind is shown as a page: a person was refused. */
        static boolean isFor(HttpServletRequest request, ProblemCode code) {
            return REFUSALS.contains(code)
                    && CurrentContext.isSet(request)
                    && READS.contains(request.getMethod())
                    && prefersHtml(Collections.list(request.getHeaders(HttpHeaders.ACCEPT)));
        }

        /** Decides as Spring does for the explanations of problems, of which JSON is the first form. */
        private static boolean prefersHtml(List<String> accept) {
            try {
                List<MediaType> types = MediaType.parseMediaTypes(accept);
                MimeTypeUtils.sortBySpecificity(types);
                return types.stream()
                        .filter(type -> type.isCompatibleWith(MediaType.APPLICATION_JSON)
                                || type.isCompatibleWith(MediaType.TEXT_HTML))
                        .findFirst()
                        .filter(type -> !type.isCompatibleWith(MediaType.APPLICATION_JSON))
                        .isPresent();
            } catch (InvalidMediaTypeException e) {
                return false;
            }
        }

        /** Writes the page; status and {@code Retry-After} are set already. */
        static void write(HttpServletResponse response, Failure failure, String requestId) throws IOException {
            String content = """
                    <p>%s</p>
                    <p class="note">Wait for %s s. <code>%s</code> · status %d · request <code>%s</code></p>""".formatted(
                            HtmlPage.escaped(failure.detail()),
                            response.getHeader(HttpHeaders.RETRY_AFTER),
                            failure.code().code(),
                            failure.code().status(),
                            HtmlPage.escaped(requestId));
            response.setContentType("text/html;charset=UTF-8");
            response.setHeader("Content-Security-Policy", POLICY);
            response.getOutputStream()
                    .write(HtmlPage.of(
                            failure.code().title(), "<style>" + STYLE + "</style>", HtmlPage.START, content));
        }
    }
}
