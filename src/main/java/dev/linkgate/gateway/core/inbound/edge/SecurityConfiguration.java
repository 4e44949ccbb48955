package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.inbound.authentication.RouteAuthorization;
import dev.linkgate.kernel.PlainText;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.BeanIds;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.Header;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/**
 * Spring Security, its protecting headers, and the filter chain of the management port, which has its own servlet
 * context and shows health and metrics but no secret and no project. The chain of {@link EdgeConfiguration} is for
 * everything else. If both ports were one, the table of routes would apply to it.
 *
 * <p>The chains are built by hand, because every request pays for each filter, and {@code HttpSecurity} comes only with
 * what {@code @EnableWebSecurity} brings besides. There is no session, no form and no CSRF token, because every request
 * carries its own credential. Refusals are thrown, and {@link ProblemHandler} answers them as all others, so there is no
 * entry point and no handler of denied access. {@link FilterChainProxy} clears the security context.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** The policy of answers that browsers should not display. */
    private static final String NO_PAGE_POLICY = "default-src 'none'; frame-ancestors 'none'";

    /**
     * The policy of the gateway's own pages: its own files and this gateway, nothing inline, no framing. The problems
     * in JSON have it too, because their paths have a page.
     */
    private static final String PAGE_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /**
     * The policy of Swagger UI: its own files and this gateway, no inline script, no framing. The hash is that of its
     * one inline style, which colours its logo.
     */
    private static final String SWAGGER_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"
            + " 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='; img-src 'self' data:; connect-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    @Order(1)
    SecurityFilterChain management(ServletContext gateway, WebEndpointProperties endpoints, List<AskedOrigins> asked) {
        return new DefaultSecurityFilterChain(
                request -> !gateway.equals(request.getServletContext()),
                protectingHeaders(asked),
                new ManagementPaths(endpoints.getBasePath()));
    }

    /**
     * The chain, under the name that Boot gives the servlet container. It is what {@code @EnableWebSecurity} would
     * make, without its observations and without its hook into every step of every WebClient call.
     */
    @Bean(BeanIds.SPRING_SECURITY_FILTER_CHAIN)
    FilterChainProxy security(List<SecurityFilterChain> chains, ServletContext gateway) {
        FilterChainProxy security = new FilterChainProxy(chains);
        security.setFirewall(firewall());
        security.setRequestRejectedHandler(rejections(gateway));
        return security;
    }

    /**
     * Allows the same as Spring's, but applies a regular expression only to text that is not plain ASCII, and allows
     * slashes inside of a segment, because Azure's ids have them. The routes are matched by segments that are decoded
     * one by one. It lets every method pass, because {@link RouteAuthorization} and {@link ManagementPaths}
     * refuse methods, and name those that the path accepts.
     */
    private static HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowUrlEncodedSlash(true);
        firewall.getDecodedUrlBlocklist().remove("%"); // an encoded slash stays encoded in the decoded path
        firewall.setAllowedHeaderNames(plainOr(StrictHttpFirewall.ALLOWED_HEADER_NAMES));
        firewall.setAllowedHeaderValues(plainOr(StrictHttpFirewall.ALLOWED_HEADER_VALUES));
        return firewall;
    }

    /** The edge answers the firewall's rejections and records them; the management port's container only answers. */
    private static RequestRejectedHandler rejections(ServletContext gateway) {
        return (request, response, rejected) -> {
            if (gateway.equals(request.getServletContext())) {
                throw rejected;
            }
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        };
    }

    /** Written before the handlers run, so that responses need not be watched for their first byte. */
    static Filter protectingHeaders(List<AskedOrigins> asked) {
        String start = asking(asked, PAGE_POLICY);
        String swagger = asking(asked, SWAGGER_POLICY);
        HeaderWriterFilter headers = new HeaderWriterFilter(List.of(
                new StaticHeadersWriter(List.of(
                        new Header("X-Content-Type-Options", "nosniff"), new Header("X-Frame-Options", "DENY"))),
                SecurityConfiguration::writeCaching,
                (request, response) -> writePolicies(response, pagePolicy(request.getRequestURI(), start, swagger)),
                new HstsHeaderWriter()));
        headers.setShouldWriteHeadersEagerly(true);
        return headers;
    }

    /**
     * The caller's own cache may keep answers about projects, and any cache the files of Swagger UI, if it asks before
     * each use (RFC 9111, section 5.2.2). Problems and event streams replace this by {@code no-store}.
     */
    private static void writeCaching(HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        if (path.startsWith("/projects/")) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            response.addHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
        } else {
            response.setHeader(HttpHeaders.CACHE_CONTROL, path.startsWith("/swagger-ui") ? "no-cache" : "no-store");
        }
    }

    /** The policy for a page that also asks other servers. */
    private static String asking(List<AskedOrigins> asked, String policy) {
        String origins = asked.stream()
                .flatMap(each -> each.origins().stream())
                .distinct()
                .map(origin -> " " + origin)
                .collect(Collectors.joining());
        return policy.replace("connect-src 'self'", "connect-src 'self'" + origins);
    }

    private static void writePolicies(HttpServletResponse response, @Nullable String policy) {
        if (policy == null) {
            response.setHeader("Content-Security-Policy", NO_PAGE_POLICY);
        } else {
            response.setHeader("Content-Security-Policy", policy);
            response.setHeader("Referrer-Policy", "no-referrer");
            response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        }
    }

    /**
     * @param start of the pages on which people sign in
     * @param swagger of Swagger UI
     * @return absent if the path has no page
     */
    private static @Nullable String pagePolicy(String path, String start, String swagger) {
        if (path.startsWith("/swagger-ui")) {
            return swagger;
        }
        if (path.equals("/") || path.equals("/audit")) {
            return start;
        }
        return path.equals("/problems") || path.startsWith("/problems/") ? PAGE_POLICY : null;
    }

    private static Predicate<String> plainOr(Predicate<String> rule) {
        return text -> PlainText.is(text) || rule.test(text);
    }

    /**
     * Restricts the management port to the actuator's endpoints, because Spring gives that port a dispatcher with all
     * pages and files of the main port. No endpoint's path has an encoded character, which the actuator might decode
     * otherwise. It refuses TRACE, which Spring's dispatcher would answer with the request's own
     * headers.
     */
    static final class ManagementPaths extends HttpFilter {

        private final String basePath;

        /** @param basePath of the actuator's endpoints; empty or one slash means that they are at the root */
        ManagementPaths(String basePath) {
            this.basePath = basePath.equals("/") ? "" : basePath;
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            String path = request.getServletPath();
            boolean isEncoded = request.getRequestURI().indexOf('%') >= 0;
            if (isEncoded || (!path.equals(basePath) && !path.startsWith(basePath + "/"))) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            } else if (request.getMethod().equals("TRACE")) {
                response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
                response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            } else {
                chain.doFilter(request, response);
            }
        }
    }
}
