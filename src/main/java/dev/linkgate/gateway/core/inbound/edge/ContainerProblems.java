package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.inbound.kept.UnreadBodyValve;
import dev.linkgate.gateway.core.platform.request.RequestId;
import dev.linkgate.gateway.core.platform.web.RequestedApi;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.coyote.http11.Http11InputBuffer;
import org.apache.tomcat.util.res.StringManager;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Makes the servlet container answer with problems too, if a request ends before the gateway's own filters. It runs
 * last and removes the error pages that Boot registers, which would take precedence.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class ContainerProblems implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> {

    private final ProblemWriter problems;
    private final Consumer<HttpServletRequest> apis;

    @Autowired
    ContainerProblems(ProblemWriter problems) {
        this(problems, RequestedApi::note);
    }

    private ContainerProblems(ProblemWriter problems, Consumer<HttpServletRequest> apis) {
        this.problems = problems;
        this.apis = apis;
    }

    /** The problems of the management port, which has no API. */
    static ContainerProblems ofManagement(ProblemWriter problems) {
        return new ContainerProblems(problems, request -> {});
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.setErrorPages(Set.of());
        // Tomcat would refuse TRACE itself, and name methods in Allow that the path does not accept.
        factory.addConnectorCustomizers(connector -> connector.setAllowTrace(true));
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass("");
                host.getPipeline().addValve(new ProblemValve(problems, apis));
            }
        });
    }

    private static final class ProblemValve extends ErrorReportValve {
        private final ProblemWriter problems;
        private final Consumer<HttpServletRequest> apis;

        ProblemValve(ProblemWriter problems, Consumer<HttpServletRequest> apis) {
            this.problems = problems;
            this.apis = apis;
        }

        /** Tomcat answers a head that is too large as any other that it cannot read. Only its message tells them apart. */
        private static boolean isTooLarge(@Nullable Throwable thrown) {
            return thrown instanceof IllegalArgumentException
                    && thrown.getMessage() != null
                    && thrown.getMessage()
                            .equals(StringManager.getManager(Http11InputBuffer.class)
                                    .getString("iib.requestheadertoolarge.error"));
        }

        /** Whether Tomcat closes the connection after the answer. Tomcat itself says so with some statuses only. */
        private static boolean endsConnection(Request request) {
            AtomicBoolean failed = new AtomicBoolean();
            request.getCoyoteRequest().action(ActionCode.IS_ERROR, failed);
            return failed.get();
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            int status = isTooLarge(thrown) ? HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE.value() : response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            apis.accept(request);
            String requestId = RequestId.of(request.getHeader(RequestId.HEADER));
            try {
                if (endsConnection(request)) {
                    response.setHeader(HttpHeaders.CONNECTION, "close");
                }
                UnreadBodyValve.announceEnd(request, response);
                problems.write(request, response, requestId, FailureTranslator.ofStatus(status));
                response.finishResponse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
