package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.core.access.Features;
import dev.linkgate.gateway.core.access.OpenPaths;
import dev.linkgate.gateway.core.access.RouteList;
import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.endpoints.port.EndpointApprovals;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.gateway.core.platform.web.CurrentContext;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import dev.linkgate.kernel.ProductVersion;
import java.time.InstantSource;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.WebApplicationContext;

/** Credentials and projects over HTTP and a real database and audit trail, without the rest of the product. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan(
        basePackages = {
            "dev.linkgate.gateway.feature.limits",
            "dev.linkgate.gateway.core.trail.audit",
            "dev.linkgate.gateway.feature.auditing",
            "dev.linkgate.gateway.core.trail.read",
            "dev.linkgate.gateway.feature.checkpoints",
            "dev.linkgate.gateway.feature.limits.connections",
            "dev.linkgate.gateway.feature.credentials",
            "dev.linkgate.gateway.core.atlas.credential",
            "dev.linkgate.gateway.feature.declared",
            "dev.linkgate.gateway.core.platform.encryption",
            "dev.linkgate.gateway.core.access.project",
            "dev.linkgate.gateway.core.platform.replica",
            "dev.linkgate.gateway.core.platform.store",
            "dev.linkgate.gateway.core.platform.vocabulary",
            "dev.linkgate.gateway.feature.tasks",
            "dev.linkgate.gateway.core.platform.web"
        },
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern =
                                ".*\\.(ProjectController|VisibleProjects|Attachment\\w+|Declar\\w+|Config\\w+|RestoredRightsReport)"))
@Import({Access.class, AccessStore.class, AdminToken.class})
@ConfigurationPropertiesScan({
    "dev.linkgate.gateway.core.access.key",
    "dev.linkgate.gateway.feature.limits",
    "dev.linkgate.gateway.core.trail.audit",
    "dev.linkgate.gateway.feature.checkpoints",
    "dev.linkgate.gateway.feature.limits.connections",
    "dev.linkgate.gateway.feature.tasks",
    "dev.linkgate.gateway.core.platform.web"
})
public class AdministrationSlice {

    /** The settings of the application. */
    public static final class Shared implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("linkgate.data-dir=" + TestDirectories.create())
                    .applyTo(context);
        }
    }

    @Bean
    OpenPaths openPaths() {
        return RouteList.openPaths();
    }

    @Bean
    Features features() {
        return RouteList.allFeatures();
    }

    @Bean
    EndpointApprovals approvals() {
        return new EndpointApprovals() {};
    }

    @Bean
    ScriptedProbe probe() {
        return new ScriptedProbe();
    }

    @Bean
    ProductVersion version() {
        return new ProductVersion("1.2.3");
    }

    @Bean
    BaseUrls baseUrls() {
        return new BaseUrls(Set.of(Replica.GOVERNMENT));
    }

    @Bean
    Outbox outbox(DataSource database, InstantSource clock) {
        return TestOutbox.on(database, clock);
    }

    /** A client that sends all requests as the administrator. */
    public static MockMvcTester administrator(WebApplicationContext context) {
        RequestPostProcessor asAdministrator = AdministrationSlice::call;
        return MockMvcTester.from(
                context,
                builder -> builder.defaultRequest(
                                MockMvcRequestBuilders.get("/").with(asAdministrator))
                        .build());
    }

    private static MockHttpServletRequest call(MockHttpServletRequest request) {
        RequestContext context = new RequestContext("request-1", "192.0.2.1", null, receipt -> {});
        context.identified(Actor.ADMINISTRATOR);
        context.allowed(Right.PERMANENT);
        CurrentContext.set(request, context);
        return request;
    }

    /** A failure as its own JSON, in the place of the product's problems. */
    @RestControllerAdvice
    static class Failures {

        @ExceptionHandler
        ResponseEntity<Failure> failure(LinkgateException e) {
            return ResponseEntity.status(e.failure().code().status()).body(e.failure());
        }
    }
}
