package dev.linkgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SandboxConfigurationTest {

    private final ApplicationContextRunner sandbox = new ApplicationContextRunner()
            .withPropertyValues("spring.profiles.active=sandbox")
            .withUserConfiguration(Gateway.class, SandboxConfiguration.class);

    @Test
    void pointsTheGatewayAtItsOwnAtlas() {
        sandbox.run(context -> {
            SimulatedAtlas atlas = context.getBean(SimulatedAtlas.class);
            assertThat(context.getBean(GatewaySettings.class).baseUrl()).isEqualTo(atlas.baseUrl());
            assertThat(context.getBean(DemoKey.class).toString())
                    .doesNotContain(context.getBean(DemoKey.class).privateKey().reveal());
        });
    }

    @Test
    void hasTheDemoReadyForTheDemoKey() {
        sandbox.run(context -> {
            DemoKey key = context.getBean(DemoKey.class);
            URI base = context.getBean(SimulatedAtlas.class).baseUrl();
            AtlasCaller caller =
                    new AtlasCaller(base, key.publicKey(), key.privateKey().reveal(), AtlasCaller.V2);
            String link = "/api/atlas/v2/groups/" + DemoAtlas.PROJECT + "/privateEndpoint/AWS/endpointService/";

            HttpResponse<String> available =
                    caller.get(link + DemoAtlas.READY_LINK + "/endpoint/" + DemoAtlas.AVAILABLE_ENDPOINT);
            assertThat(Json.of(available).get("connectionStatus").stringValue()).isEqualTo("AVAILABLE");
            String body = "{\"id\":\"" + DemoAtlas.NEW_ENDPOINT + "\"}";
            assertThat(caller.post(link + DemoAtlas.READY_LINK + "/endpoint", body)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(caller.post(link + DemoAtlas.INITIATING_LINK + "/endpoint", body)
                            .statusCode())
                    .isEqualTo(409);
        });
    }

    @Test
    void createsANewKeyAtEachStart() {
        sandbox.run(first -> sandbox.run(
                second -> assertThat(first.getBean(DemoKey.class)).isNotEqualTo(second.getBean(DemoKey.class))));
    }

    @Test
    void stopsWithTheGateway() {
        sandbox.run(context -> {
            SimulatedAtlas atlas = context.getBean(SimulatedAtlas.class);
            context.close();
            assertThat(atlas.start().baseUrl())
                    .as("it was stopped, so it starts")
                    .isNotNull();
            atlas.close();
        });
    }

    @Test
    void keepsAConfiguredAtlas() {
        sandbox.withPropertyValues("linkgate.atlas.base-url=http://127.0.0.1:1").run(context -> {
            assertThat(context).doesNotHaveBean(SimulatedAtlas.class).doesNotHaveBean(DemoKey.class);
            assertThat(context.getBean(GatewaySettings.class).baseUrl()).isEqualTo(URI.create("http://127.0.0.1:1"));
        });
    }

    @Test
    void keepsAnAtlasFromTheEnvironment() {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("LINKGATE_ATLAS_BASE_URL", "http://127.0.0.1:1")));

        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(
                        Gateway.class, SandboxConfiguration.class)
                .environment(environment)
                .profiles("sandbox")
                .web(WebApplicationType.NONE)
                .run()) {
            assertThat(context.getBeansOfType(SimulatedAtlas.class)).isEmpty();
        }
    }

    @Test
    void isAbsentWithoutTheProfile() {
        new ApplicationContextRunner()
                .withUserConfiguration(Gateway.class, SandboxConfiguration.class)
                .run(context -> assertThat(context).doesNotHaveBean(SimulatedAtlas.class));
    }

    @ConfigurationProperties("linkgate.atlas")
    record GatewaySettings(URI baseUrl) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(GatewaySettings.class)
    static class Gateway {}
}
