package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.inbound.authentication.Callers;
import dev.linkgate.gateway.core.inbound.authentication.ReadRightFilter;
import dev.linkgate.gateway.core.inbound.authentication.RouteAuthorization;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityReturnValueHandler;

/**
 * All filters of a request to the main port, in their order, each with the reason for its place. Spring's dispatcher
 * follows the last one.
 *
 * <p>Before the first one Tomcat has bounded the connections and read the headers. The management port has a servlet
 * context of its own, with the {@linkplain SecurityConfiguration#management one chain} of its own.
 */
@Configuration(proxyBeanMethods = false)
class EdgeConfiguration {

    private static final int BEFORE_SECURITY = Ordered.HIGHEST_PRECEDENCE;
    private static final int AFTER_SECURITY = SecurityFilterProperties.DEFAULT_FILTER_ORDER;

    /**
     * Makes the context, turns every failure of those that follow into a problem, a line of the log and a record, counts
     * the body, and holds the answer until they have ended.
     */
    @Bean
    FilterRegistrationBean<EdgeFilter> edgePlace(EdgeFilter filter) {
        return at(BEFORE_SECURITY + 1, filter);
    }

    /**
     * The part of it that Spring Security runs, after its firewall:
     *
     * <ol>
     *   <li>The protecting headers are written before anything can answer.
     *   <li>The caller is identified.
     *   <li>What features bring, at their {@linkplain PlacedFilter.Place places}: headers, admission, and what costs
     *       more than that.
     *   <li>The route, its parameters and the caller's grant are checked. A caller who passes may do what the request
     *       asks for.
     *   <li>What was read is shown if the caller may still see it.
     * </ol>
     */
    @Bean
    @Order(2)
    SecurityFilterChain gateway(
            Callers callers,
            List<PlacedFilter> brought,
            RouteAuthorization routes,
            AccessPolicy policy,
            List<AskedOrigins> asked) {
        List<Filter> filters = new ArrayList<>();
        filters.add(SecurityConfiguration.protectingHeaders(asked));
        filters.add(callers.filter());
        for (PlacedFilter.Place place : PlacedFilter.Place.values()) {
            brought.stream().filter(each -> each.place() == place).forEach(each -> filters.addAll(each.filters()));
        }
        filters.add(new AuthorizationFilter(routes));
        filters.add(new ReadRightFilter(policy));
        return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE, filters);
    }

    /** It answers instead of the dispatcher. */
    @Bean
    FilterRegistrationBean<ProbeFilter> probesPlace(ProbeFilter filter) {
        return at(AFTER_SECURITY + 2, filter);
    }

    @Bean
    WebMvcRegistrations routedHandlers() {
        return new WebMvcRegistrations() {
            @Override
            public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
                return new RoutedHandlers();
            }

            @Override
            public RequestMappingHandlerAdapter getRequestMappingHandlerAdapter() {
                return new EntitiesFirst();
            }
        };
    }

    /**
     * Spring asks its handlers of return values in turns at every call, and some look for type parameters by reflection.
     * Most methods return an entity. The order of the others stays; none may return an entity with a {@code
     * StreamingResponseBody}, whose own handler comes later.
     */
    private static final class EntitiesFirst extends RequestMappingHandlerAdapter {

        @Override
        public void afterPropertiesSet() {
            super.afterPropertiesSet();
            setReturnValueHandlers(Objects.requireNonNull(getReturnValueHandlers()).stream()
                    .sorted(Comparator.comparing(handler -> !(handler instanceof ResponseEntityReturnValueHandler)))
                    .toList());
        }
    }

    private static <F extends Filter> FilterRegistrationBean<F> at(int order, F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
