package dev.linkgate.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Restricts the management port to the actuator's endpoints, because Spring gives that port a dispatcher with all pages
 * and files of the main port.
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
        if (path.equals(basePath) || path.startsWith(basePath + "/")) {
            chain.doFilter(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
