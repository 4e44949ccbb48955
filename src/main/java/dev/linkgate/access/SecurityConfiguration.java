package dev.linkgate.access;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.ServletContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/**
 * Two chains: one for the management port, which has a servlet context of its own and shows health and figures but no
 * secret and no project, and one for everything else, which passes {@link RouteGate}. Were both ports one, the table of
 * routes would hold for it.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityConfiguration {

    @Bean
    @Order(1)
    SecurityFilterChain management(HttpSecurity http, ServletContext gateway) {
        return stateless(http.securityMatcher(request -> !gateway.equals(request.getServletContext())))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityFilterChain gateway(
            HttpSecurity http, Callers callers, AccessPolicy policy, LimitSettings limits, MeterRegistry meters) {
        boolean limited = limits.teamRequestsPerMinute() > 0;
        stateless(http).addFilterBefore(new RouteGate(policy), AuthorizationFilter.class);
        if (limited) {
            TeamShares shares = new TeamShares(limits.teamRequestsPerMinute(), Ticker.systemTicker());
            http.addFilterBefore(new TeamShareFilter(shares, meters), RouteGate.class);
        }
        // Each is put before the next one: of two filters in one place, the later to be added would come last.
        http.addFilterBefore(new CallerFilter(callers), limited ? TeamShareFilter.class : RouteGate.class);
        return http.build();
    }

    /** They would wrap every filter of every request; the edge's own timer tells what an operator needs. */
    @Bean
    SecurityObservationSettings noObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** The edge answers what the firewall finds, in the form of all other answers. */
    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, rejected) -> {
            throw rejected;
        };
    }

    /** No session, no form, no CSRF token: every request shows its own bearer token. */
    private static HttpSecurity stateless(HttpSecurity http) {
        return http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .exceptionHandling(AbstractHttpConfigurer::disable);
    }
}
