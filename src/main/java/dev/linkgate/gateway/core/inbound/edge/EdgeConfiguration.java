package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.access.AccessPolicy;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.inbound.authentication.Callers;
import dev.linkgate.gateway.core.inbound.authentication.ReadRightFilter;
import dev.linkgate.gateway.core.inbound.authentication.RouteAuthorization;
import dev.linkgate.gateway.feature.atlasapi.AtlasApiRequests;
import dev.linkgate.gateway.feature.digest.ReplayFilter;
import dev.linkgate.gateway.feature.digest.UsedCountStore;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.gateway.feature.limits.Admission;
import dev.linkgate.gateway.feature.rotation.KeyExpiresFilter;
import dev.linkgate.gateway.feature.tracing.Tracing;
import dev.linkgate.gateway.feature.tracing.TracingBeans;
import dev.linkgate.gateway.feature.tracing.TracingFilter;
import jakarta.servlet.Filter;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * All filters of a request to the main port, in their order, each with the reason for its place. Spring's dispatcher
 * follows the last one.
 *
 * <p>Before the first one Tomcat has bounded the connections and read the headers. The management port has a servlet
 * context of its own, with the {@linkplain SecurityConfiguration#management one chain} of its own.
 */
@Configuration(proxyBeanMethods = false)
@Import(EdgeConfiguration.TracingPlace.class)
class EdgeConfiguration {

    private static final int BEFORE_SECURITY = Ordered.HIGHEST_PRECEDENCE;
    private static final int AFTER_SECURITY = SecurityFilterProperties.DEFAULT_FILTER_ORDER;

    /** The span begins before the request's context, which continues the span's trace. */
    static final class TracingPlace implements BeanRegistrar {

        @Override
        public void register(BeanRegistry registry, Environment environment) {
            if (TracingBeans.isExporting(environment)) {
                registry.registerBean(
                        "tracingPlace",
                        new ParameterizedTypeReference<FilterRegistrationBean<TracingFilter>>() {},
                        bean -> bean.supplier(
                                context -> at(BEFORE_SECURITY, new TracingFilter(context.bean(Tracing.class)))));
            }
        }
    }

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
     *   <li>Whatever answers from here on says that the caller's key is about to expire.
     *   <li>Admission counts the caller's requests, which it can only do for a known caller, and refuses the rest
     *       before they cost anything.
     *   <li>A write by Digest must not be a repeated one. That costs an insert, so admission precedes it.
     *   <li>The route, its parameters and the caller's grant are checked. Whoever passes may do what it asks for.
     *   <li>What was read is shown if the caller may still see it.
     * </ol>
     */
    @Bean
    @Order(2)
    SecurityFilterChain gateway(
            Callers callers,
            UsedCountStore counts,
            Admission admission,
            RouteAuthorization routes,
            AccessPolicy policy,
            Access access,
            AtlasApiRequests atlasApi,
            IssuerSettings issuers) {
        List<Filter> filters = new ArrayList<>();
        filters.add(SecurityConfiguration.protectingHeaders(issuers));
        filters.add(callers.filter());
        filters.add(new KeyExpiresFilter(access));
        filters.addAll(admission.filters(atlasApi::retryTime));
        filters.add(new ReplayFilter(counts));
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
        };
    }

    private static <F extends Filter> FilterRegistrationBean<F> at(int order, F filter) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        return registration;
    }
}
