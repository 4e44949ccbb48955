package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.inbound.kept.RequestAccounts;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.observability.LoggedRequest;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.RequestId;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.catalina.connector.ClientAbortException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/**
 * The outermost filter of the core. It names the request, also in its log lines, answers exceptions of
 * the inner filters with problems, and when all of them have ended times the request, logs it unless it is routine, and
 * sends the {@linkplain HeldAnswer answer}. Until that is done, the request's {@linkplain RequestAccount account} is open.
 */
@Component
public class EdgeFilter extends HttpFilter {

    private static final Logger log = LoggerFactory.getLogger(EdgeFilter.class);

    private static final Set<String> METHODS =
            Arrays.stream(HttpMethod.values()).map(HttpMethod::name).collect(Collectors.toUnmodifiableSet());

    /** The header with the receipt of a write's record. */
    static final String RECEIPT = "Audit-Receipt";

    private final Presentation presentation;
    private final RequestAccounts accounts;
    private final FairTurns largeAnswers = HeldAnswer.turns();
    private final ProblemHandler problems;
    private final RequestTimer timer;

    EdgeFilter(Presentation presentation, RequestAccounts accounts, ProblemHandler problems, RequestTimer timer) {
        this.presentation = presentation;
        this.accounts = accounts;
        this.problems = problems;
        this.timer = timer;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        RequestedApi.note(request);
        RequestTrace trace = RequestTrace.of(request);
        RequestContext context = new RequestContext(
                RequestId.of(request.getHeader(RequestId.HEADER)),
                request.getRemoteAddr(),
                trace.place(),
                RequestedApi.of(request) == RequestedApi.LINKGATE
                        ? Objects.requireNonNullElse(request.getHeader(RequestContext.CHANGE_REFERENCE), "")
                        : null,
                receipt -> response.setHeader(RECEIPT, receipt.toString()));
        CurrentContext.set(request, context);
        response.setHeader(RequestId.HEADER, context.requestId());
        LoggedRequest.begin(context.requestId());
        trace.showInLog();
        try (RequestAccount account = accounts.account(context);
                HeldAnswer answer =
                        new HeldAnswer(request, response, context, account, largeAnswers, System::nanoTime)) {
            account.noteIn(request);
            context.noteAnswer(answer);
            make(accounts.counted(request, account), answer, chain, context);
            answer.send();
        } catch (ClientAbortException e) {
            log.debug("The client disconnected");
        } finally {
            trace.hideInLog();
            LoggedRequest.end();
        }
    }

    private void make(HttpServletRequest request, HeldAnswer answer, FilterChain chain, RequestContext context)
            throws IOException {
        try {
            chain.doFilter(request, answer);
            presentation.apply(request, answer);
        } catch (ClientAbortException e) {
            RequestTimer.failed(request, e);
            throw e;
        } catch (Exception | StackOverflowError e) {
            problems.handle(rootOf(e), request, answer);
            presentation.apply(request, answer);
        } finally {
            timer.record(request, answer.getStatus(), context.facts().tookMicros());
            RequestLog.finished(request, answer.getStatus(), context);
        }
    }

    /** The route's pattern with the well-formed ids of the path, which itself can contain a token by mistake. */
    public static String loggedPath(HttpServletRequest request, Target target) {
        return route(request)
                .replace("{projectId}", orPattern(target.project(), "{projectId}"))
                .replace("{linkId}", orPattern(target.link(), "{linkId}"))
                .replace("{interfaceEndpointId}", orPattern(target.interfaceEndpointId(), "{interfaceEndpointId}"));
    }

    private static String orPattern(@Nullable Object id, String pattern) {
        return id == null ? pattern : id.toString();
    }

    /** The method in the log and on the audit trail. */
    static String method(HttpServletRequest request) {
        return Objects.requireNonNullElse(knownMethod(request), "other");
    }

    /** The route in the log and on the audit trail. */
    static String route(HttpServletRequest request) {
        return Objects.requireNonNullElse(knownRoute(request), "none");
    }

    /** Absent if HTTP has no such method: callers may send any word, and every metric label is kept for ever. */
    public static @Nullable String knownMethod(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : null;
    }

    /** The route's pattern, so that no id becomes a label; absent until a route is matched. */
    public static @Nullable String knownRoute(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : pattern.toString();
    }

    /** Spring's dispatcher wraps exceptions that are not its own. */
    private static Throwable rootOf(Throwable thrown) {
        return thrown instanceof jakarta.servlet.ServletException && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
    }
}
