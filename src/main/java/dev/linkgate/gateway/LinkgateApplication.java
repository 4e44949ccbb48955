package dev.linkgate.gateway;

import dev.linkgate.gateway.feature.demo.DemoBeans;
import dev.linkgate.gateway.feature.tracing.TracingBeans;
import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.sandbox.SandboxBeans;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.metrics.HttpClientMetricsAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.persistence.autoconfigure.PersistenceExceptionTranslationAutoConfiguration;
import org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.reactive.ReactiveOAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientObservationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Starts the gateway. */
@SpringBootApplication(
        proxyBeanMethods = false,
        exclude = {
            // All errors are problems, and no caller is one of Spring's users.
            ErrorMvcAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class,
            // JWTs are checked by our own processor, which is stricter and limits requests to their issuer.
            OAuth2ResourceServerAutoConfiguration.class,
            // Its metrics are of sessions, which there are none of.
            TomcatMetricsAutoConfiguration.class,
            // Configurations of applications without servlets.
            ReactiveOAuth2ResourceServerAutoConfiguration.class,
            ReactiveUserDetailsServiceAutoConfiguration.class,
            ReactiveWebSecurityAutoConfiguration.class,
            // Nothing is behind a proxy of Spring's: transactions are TransactionTemplate's.
            AopAutoConfiguration.class,
            PersistenceExceptionTranslationAutoConfiguration.class,
            TransactionAutoConfiguration.class,
            // Our clients are made without Spring Boot's builders.
            HttpClientAutoConfiguration.class,
            HttpClientMetricsAutoConfiguration.class,
            HttpServiceClientPropertiesAutoConfiguration.class,
            ImperativeHttpClientAutoConfiguration.class,
            ReactiveHttpClientAutoConfiguration.class,
            WebClientAutoConfiguration.class,
            WebClientObservationAutoConfiguration.class,
            // Our own timer replaces these observations at a fraction of their cost.
            WebMvcObservationAutoConfiguration.class
        },
        // Configuration of the older Jackson, which only springdoc uses. It is named by a text, because it is
        // deprecated.
        excludeName =
                "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration")
@Import({SandboxBeans.class, DemoBeans.class, TracingBeans.class})
@ConfigurationPropertiesScan(basePackageClasses = {LinkgateApplication.class, SandboxBeans.class})
public class LinkgateApplication {

    /** Look through the annotations of all beans for what there is none of: components of Jackson, and listeners. */
    private static final List<String> SEARCHES =
            List.of("jsonComponentModule", AnnotationConfigUtils.EVENT_LISTENER_PROCESSOR_BEAN_NAME);

    /** Whether Netty has events for Java's flight recorder: a third of the first call would be to set them up. */
    private static final String NETTY_EVENTS = "io.netty.jfr.enabled";

    public static void main(String[] args) {
        if (System.getProperty(NETTY_EVENTS) == null) {
            System.setProperty(NETTY_EVENTS, "false");
        }
        SpringApplication.run(LinkgateApplication.class, args);
        AotCache.warnIfUnused();
    }

    @Bean
    static BeanDefinitionRegistryPostProcessor withoutSearches() {
        return registry ->
                SEARCHES.stream().filter(registry::containsBeanDefinition).forEach(registry::removeBeanDefinition);
    }

    /** Known in a built jar; a run from an IDE has no build information. */
    @Bean
    ProductVersion version(ObjectProvider<BuildProperties> build) {
        return new ProductVersion(build.stream()
                .map(BuildProperties::getVersion)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("development"));
    }
}
