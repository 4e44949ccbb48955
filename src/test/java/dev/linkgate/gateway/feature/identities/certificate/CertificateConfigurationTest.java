package dev.linkgate.gateway.feature.identities.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.Certificates;
import dev.linkgate.kernel.StartRefused;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which settings of client certificates are taken, and which stop the start. */
class CertificateConfigurationTest {

    private static final String TEAMS = "linkgate.tls.teams";
    private static final String GOOD = TEAMS + "[0].subject=CN={team},O=Example";

    private final ApplicationContextRunner gateway = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
            .withUserConfiguration(CertificateConfiguration.class, Surroundings.class);

    private String[] tls = {};

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({TlsSettings.class, ServerProperties.class})
    static class Surroundings {
        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }
    }

    @BeforeEach
    void writeFiles(@TempDir Path directory) {
        Path server = Certificates.write(directory.resolve("server.pem"), Certificates.server());
        Path clients = Certificates.writeTrusted(directory.resolve("clients.pem"), Certificates.AUTHORITY);
        tls = new String[] {
            "spring.ssl.bundle.pem.gateway.keystore.certificate=file:" + server,
            "spring.ssl.bundle.pem.gateway.keystore.private-key=file:" + server,
            "spring.ssl.bundle.pem.gateway.truststore.certificate=file:" + clients,
            "spring.ssl.bundle.pem.trusting-all.keystore.certificate=file:" + server,
            "spring.ssl.bundle.pem.trusting-all.keystore.private-key=file:" + server,
            "server.ssl.bundle=gateway",
            "server.ssl.client-auth=want"
        };
    }

    @Test
    void withNothingSetThereAreNone() {
        gateway.run(context -> assertThat(
                        context.getBeanProvider(CertificateProvider.class).getIfAvailable())
                .isNull());
    }

    @Test
    void aMappedSubjectTurnsThemOn() {
        gateway.withPropertyValues(with(GOOD))
                .run(context -> assertThat(context).hasSingleBean(CertificateProvider.class));
    }

    @Test
    void aTeamIsNotNamedTwice() {
        assertRefused(
                TEAMS + "[1] must name its team in one place",
                with(GOOD, TEAMS + "[1].subject=CN={team}", TEAMS + "[1].team=payments"));
    }

    @Test
    void certificatesMustBeAskedFor() {
        assertRefused("asks for no client certificates", GOOD);
        assertRefused("asks for no client certificates", with(GOOD, "server.ssl.client-auth=none"));
        assertRefused("asks for no client certificates", with(GOOD, "server.ssl.enabled=false"));
    }

    /** With the JVM's own authorities, anybody can get a certificate with some subjects. */
    @Test
    void theirAuthorityMustBeNamed() {
        assertRefused("no trust store", with(GOOD, "server.ssl.bundle=trusting-all"));
        assertRefused(
                "no trust store",
                with(
                        GOOD,
                        "server.ssl.server-name-bundles[0].server-name=other.example",
                        "server.ssl.server-name-bundles[0].bundle=trusting-all"));
    }

    private String[] with(String... settings) {
        return Stream.concat(Arrays.stream(tls), Arrays.stream(settings)).toArray(String[]::new);
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
