package dev.linkgate.gateway.inbound.authentication.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.kernel.StartRefused;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which settings of JWTs are taken, and which stop the start. */
class JwtConfigurationTest {

    private static final String JWT = "spring.security.oauth2.resourceserver.jwt.";

    private final ApplicationContextRunner gateway =
            new ApplicationContextRunner().withUserConfiguration(JwtConfiguration.class, Surroundings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(JwtSettings.class)
    static class Surroundings {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    @Test
    void withNothingSetThereAreNoJwts() {
        gateway.run(
                context -> assertThat(context.getBeanProvider(JwtProvider.class).getIfAvailable())
                        .isNull());
    }

    /** No server listens at these addresses, and none is asked. */
    @Test
    void issuerAndAudienceTurnThemOn() {
        gateway.withPropertyValues(JWT + "issuer-uri=https://127.0.0.1:1/", JWT + "audiences=linkgate,other")
                .run(context -> assertThat(context).hasSingleBean(JwtProvider.class));
        gateway.withPropertyValues(
                        JWT + "issuer-uri=https://127.0.0.1:1/",
                        JWT + "jwk-set-uri=https://127.0.0.1:1/keys",
                        JWT + "audiences=linkgate",
                        "linkgate.jwt.max-life=30m")
                .run(context -> assertThat(context).hasSingleBean(JwtProvider.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    jwk-set-uri=https://a.example/keys|audiences=linkgate|issuer-uri is not set
                    issuer-uri=https://a.example|audiences=|audiences is not set
                    issuer-uri=https://a.example|jwk-set-uri=https://a.example/keys|audiences is not set
                    issuer-uri=a.example|audiences=linkgate|issuer-uri is not the address
                    issuer-uri=file:/etc/keys|audiences=linkgate|issuer-uri is not the address
                    issuer-uri=https://|audiences=linkgate|issuer-uri is not the address
                    public-key-location=https://a.example|audiences=linkgate|public-key-location
                    """)
    void invalidSettingStopsTheStart(String one, String other, String reason) {
        assertRefused(reason, JWT + one, JWT + other);
    }

    @Test
    void aBadAddressOfTheKeysStopsTheStart() {
        assertRefused(
                JWT + "jwk-set-uri is not the address",
                JWT + "issuer-uri=https://a.example",
                JWT + "audiences=linkgate",
                JWT + "jwk-set-uri=not an address");
    }

    @Test
    void tokenLifeMustBePositive() {
        gateway.withPropertyValues("linkgate.jwt.max-life=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("linkgate.jwt.max-life must be more than zero"));
    }

    private void assertRefused(String reason, String... settings) {
        gateway.withPropertyValues(settings)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(StartRefused.class)
                        .hasMessageContaining(reason));
    }
}
