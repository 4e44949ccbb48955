package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RequestId;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.MethodNotAllowedException;

/**
 * Answers exceptions of controllers and filters with problems, and makes sure that refusals are recorded: of a caller,
 * of a used-up share, of a request that no honest client sends, and of any write. The management port's requests have
 * no context, and are not recorded.
 */
@RestControllerAdvice
class ProblemHandler {

    private static final Set<ProblemCode> REFUSALS = Set.of(
            ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.NOT_OFFERED, ProblemCode.RATE_LIMITED);

    /** The database does not answer, so to record that would only hold the caller. */
    private static final Set<ProblemCode> WITHOUT_DATABASE =
            Set.of(ProblemCode.AUDIT_UNAVAILABLE, ProblemCode.ACCESS_UNCONFIRMED);

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private static final String HAS_RECORD = ProblemHandler.class.getName() + ".hasRecord";
    private static final String FAILURE = ProblemHandler.class.getName() + ".failure";

    private final ProblemWriter problems;
    private final AuditTrail trail;

    ProblemHandler(ProblemWriter problems, AuditTrail trail) {
        this.problems = problems;
        this.trail = trail;
    }

    @ExceptionHandler(Throwable.class)
    void handle(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!CurrentContext.isSet(request)) {
            handleUnrecorded(thrown, request, response);
            return;
        }
        RequestTimer.failed(request, thrown);
        RequestContext context = CurrentContext.of(request);
        Failure failure = FailureTranslator.translate(thrown, context.requestId());
        request.setAttribute(FAILURE, failure);
        if (thrown instanceof MethodNotAllowedException wrong) {
            response.setHeader(HttpHeaders.ALLOW, FailureTranslator.allowed(wrong));
        }
        if (mustBeRecorded(thrown, failure, request) && !context.facts().isRecorded()) {
            String attempted = EdgeFilter.method(request) + " " + EdgeFilter.route(request);
            request.setAttribute(HAS_RECORD, trail.refused(context, failure, attempted));
        }
        problems.write(request, response, context.requestId(), failure, thrown);
    }

    private void handleUnrecorded(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (thrown instanceof HttpRequestMethodNotSupportedException unsupported) {
            unsupported
                    .getHeaders()
                    .headerSet()
                    .forEach(header -> header.getValue().forEach(value -> response.addHeader(header.getKey(), value)));
        }
        String requestId = RequestId.of(request.getHeader(RequestId.HEADER));
        problems.write(request, response, requestId, FailureTranslator.translate(thrown, requestId));
    }

    /** Whether the request was refused and has its own record. */
    static boolean hasRefusalOnRecord(HttpServletRequest request) {
        return Boolean.TRUE.equals(request.getAttribute(HAS_RECORD));
    }

    /** Why the request was answered with a problem; absent if it was not. */
    static @Nullable Failure failureOf(HttpServletRequest request) {
        return (Failure) request.getAttribute(FAILURE);
    }

    private static boolean mustBeRecorded(Throwable thrown, Failure failure, HttpServletRequest request) {
        return REFUSALS.contains(failure.code())
                || thrown instanceof RequestRejectedException
                || (!READS.contains(request.getMethod()) && !WITHOUT_DATABASE.contains(failure.code()));
    }
}
