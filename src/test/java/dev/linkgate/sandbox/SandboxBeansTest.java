package dev.linkgate.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Ports;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class SandboxBeansTest {

    private final ApplicationContextRunner sandbox = new ApplicationContextRunner()
            .withPropertyValues("spring.profiles.active=sandbox")
            .withUserConfiguration(Gateway.class, Sandbox.class);

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
    void acceptsTheOperatorsKeyOnTheOperatorsPort() {
        int port = Ports.free();
        sandbox.withPropertyValues("linkgate.sandbox.port=" + port, "linkgate.sandbox.atlas-key=ours:hush:hush")
                .run(context -> {
                    URI base = URI.create("http://127.0.0.1:" + port);
                    assertThat(context.getBean(SimulatedAtlas.class).baseUrl()).isEqualTo(base);
                    assertThat(links(new AtlasCaller(base, "ours", "hush:hush", AtlasCaller.V2)))
                            .isEqualTo(200);
                    assertThat(links(new AtlasCaller(base, DemoAtlas.PUBLIC_KEY, "hush:hush", AtlasCaller.V2)))
                            .isEqualTo(401);
                });
    }

    @Test
    void acceptsFurtherKeysThatWritePastTheGateway() {
        sandbox.withPropertyValues("linkgate.sandbox.atlas-key=ours:hush,outsider:shush")
                .run(context -> {
                    URI base = context.getBean(SimulatedAtlas.class).baseUrl();
                    assertThat(context.getBean(DemoKey.class).publicKey()).isEqualTo("ours");
                    assertThat(links(new AtlasCaller(base, "ours", "hush", AtlasCaller.V2)))
                            .isEqualTo(200);
                    assertThat(links(new AtlasCaller(base, "outsider", "shush", AtlasCaller.V2)))
                            .isEqualTo(200);
                });
    }

    private static int links(AtlasCaller caller) throws Exception {
        return caller.get("/api/atlas/v2/groups/" + DemoAtlas.PROJECT + "/privateEndpoint/AWS/endpointService")
                .statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "atlas-key, hush",
        "atlas-key, :hush",
        "atlas-key, name:",
        "atlas-key, a name:hush",
        "atlas-key, na\"me:hush",
        "atlas-key, 'ours:secret,hush'",
        "atlas-service-account, hush",
        "port, 70000",
    })
    void refusesWhatItCannotUseWithoutShowingIt(String setting, String value) {
        sandbox.withPropertyValues("linkgate.sandbox." + setting + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(StartRefused.class)
                        .rootCause()
                        .hasMessageContaining("linkgate.sandbox." + setting)
                        .hasMessageNotContaining("hush"));
    }

    @Test
    void namesThePortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sandbox.withPropertyValues("linkgate.sandbox.port=" + taken.getLocalPort())
                    .run(context -> assertThat(context.getStartupFailure())
                            .hasRootCauseInstanceOf(StartRefused.class)
                            .rootCause()
                            .hasMessage("Port " + taken.getLocalPort() + " is in use already."));
        }
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
        sandbox.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .replace(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        Map.of("LINKGATE_ATLAS_BASE_URL", "http://127.0.0.1:1"))))
                .run(context -> assertThat(context).doesNotHaveBean(SimulatedAtlas.class));
    }

    @Test
    void isAbsentWithoutTheProfile() {
        new ApplicationContextRunner()
                .withUserConfiguration(Gateway.class, Sandbox.class)
                .run(context -> assertThat(context).doesNotHaveBean(SimulatedAtlas.class));
    }

    @Configuration(proxyBeanMethods = false)
    @Import(SandboxBeans.class)
    static class Sandbox {}

    @ConfigurationProperties("linkgate.atlas")
    record GatewaySettings(URI baseUrl) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(GatewaySettings.class)
    static class Gateway {}
}
