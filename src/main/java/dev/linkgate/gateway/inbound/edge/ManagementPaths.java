package dev.linkgate.gateway.inbound.edge;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;

/**
 * Restricts the management port to the actuator's endpoints, because Spring gives that port a dispatcher with all pages
 * and files of the main port. It refuses TRACE, which Spring's dispatcher would answer with the request's own headers.
 */
final class ManagementPaths extends HttpFilter {

    private final String basePath;

    /** @param basePath of the actuator's endpoints; empty or one slash means that they are at the root */
    ManagementPaths(String basePath) {
        this.basePath = basePath.equals("/") ? "" : basePath;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getServletPath();
        if (!path.equals(basePath) && !path.startsWith(basePath + "/")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (request.getMethod().equals("TRACE")) {
            response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            chain.doFilter(request, response);
        }
    }
}
