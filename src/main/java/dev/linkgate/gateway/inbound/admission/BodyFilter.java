package dev.linkgate.gateway.inbound.admission;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;

/** Bounds the body of each request that passed the security filters, before it is read. */
@Component
public class BodyFilter extends HttpFilter {

    private final transient LimitSettings settings;

    BodyFilter(LimitSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean mayHaveBody = !request.getMethod().equals("GET");
        chain.doFilter(mayHaveBody ? bounded(request) : request, response);
    }

    /** The same request with a bounded body, whose time begins now. */
    HttpServletRequest bounded(HttpServletRequest request) {
        return new BoundedBody(request, settings.bodyTimeout(), System::nanoTime);
    }
}
