package dev.linkgate.gateway.feature.identities.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.TestAccess;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.gateway.feature.limits.TestAdmission;
import dev.linkgate.gateway.feature.limits.UnknownCallers;
import dev.linkgate.gateway.feature.masterkeys.TestKeys;
import dev.linkgate.kernel.StartRefused;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which settings of JWTs are taken, and which stop the start. */
class JwtConfigurationTest {

    private static final String ISSUER = "linkgate.issuers.company.";

    private final ApplicationContextRunner gateway =
            new ApplicationContextRunner().withUserConfiguration(JwtConfiguration.class, Surroundings.class);

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(IssuerSettings.class)
    static class Surroundings {
        @Bean
        UnknownCallers unknown() {
            return TestAdmission.unknownCallers();
        }

        @Bean
        SslBundles bundles() {
            return new DefaultSslBundleRegistry();
        }

        @Bean
        InstantSource clock() {
            return InstantSource.system();
        }

        @Bean
        Access access() {
            return TestAccess.on(TestDatabase.SQLITE.migrated(), TestKeys.RING, new ManualClock());
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
        gateway.withPropertyValues(ISSUER + "issuer-uri=https://127.0.0.1:1/", ISSUER + "audiences=linkgate,other")
                .run(context -> assertThat(context).hasSingleBean(JwtProvider.class));
        gateway.withPropertyValues(
                        ISSUER + "issuer-uri=https://127.0.0.1:1/",
                        ISSUER + "jwk-set-uri=https://127.0.0.1:1/keys",
                        ISSUER + "audiences=linkgate",
                        ISSUER + "max-life=30m")
                .run(context -> assertThat(context).hasSingleBean(JwtProvider.class));
    }

    /** Beside one issuer with which nothing is wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    a.audiences=linkgate                            | issuers.a.issuer-uri is not set
                    a.issuer-uri=https://a.example                  | issuers.a.audiences is not set
                    a.issuer-uri=https://a.example a.audiences=x a.max-life=0s | max-life is not more than zero
                    a.issuer-uri=https://a.example a.audiences=x a.algorithms=HS256 | algorithms has one that is not safe
                    a.issuer-uri=https://a.example a.audiences=x a.client-id= | client-id is not one
                    a.issuer-uri=https://a.example a.audiences=x a.client-id=b a.scopes= | scopes is not one
                    a.jwk-set-uri=https://a.example a.audiences=x a.client-id=b | issuers.a.issuer-uri is not set
                    A.issuer-uri=https://a.example                  | The name of the issuer
                    a.issuer-uri=https://a.example a.audiences=x a.team-claim= | team-claim is not the name
                    a.issuer-uri=https://a.example a.audiences=x a.token-life=59s | token-life is not between
                    a.issuer-uri=https://a.example a.audiences=x a.token-life=61m | token-life is not between
                    a.issuer-uri=https://good.example a.audiences=x | have the same issuer-uri
                    """)
    void anIssuerThatIsNotSafeStopsTheStart(String settings, String reason) {
        assertRefused(
                reason,
                Stream.of("good.issuer-uri=https://good.example good.audiences=linkgate", settings)
                        .flatMap(each -> Stream.of(each.split(" ")))
                        .map("linkgate.issuers."::concat)
                        .toArray(String[]::new));
    }

    @Test
    void theIssuersAreSixteenAtMostAndAllDifferent() {
        String[] seventeen = IntStream.range(0, 17)
                .boxed()
                .flatMap(i -> Stream.of(
                        "linkgate.issuers.i" + i + ".issuer-uri=https://i" + i + ".example",
                        "linkgate.issuers.i" + i + ".audiences=x"))
                .toArray(String[]::new);
        assertRefused("There are 17 issuers", seventeen);
        gateway.withPropertyValues(Arrays.copyOf(seventeen, 32))
                .run(context -> assertThat(context).hasSingleBean(JwtProvider.class));
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
