package dev.linkgate.gateway.feature.identities.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Certificates;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.Identified;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.mock.web.MockHttpServletRequest;

class CertificateProviderTest {

    private static final SslBundle TRUSTED = SslBundle.of(
            new PemSslStoreBundle(null, PemSslStore.of(List.of(Certificates.AUTHORITY.getCertificate()), null)));

    private final ManualClock clock = new ManualClock();
    private final CertificateProvider certificates = new CertificateProvider(
            List.of(
                    new CertificateProvider.Rule(SubjectPattern.of("CN={team},OU=teams,O=Example"), null),
                    new CertificateProvider.Rule(SubjectPattern.of("CN=Deployers!,OU=teams,O=Example"), "deployers")),
            new TrustedAuthorities(() -> Stream.of(TRUSTED)),
            clock);

    @Test
    void theFirstRuleThatFitsDecidesThoughItNamesNoTeam() {
        assertThat(identify("CN=Deployers!,OU=teams,O=Example").isAuthenticated())
                .isFalse();
        assertThat(identify("CN=payments,OU=teams,O=Example").isAuthenticated()).isTrue();
    }

    @Test
    void theRightOfACertificateEndsWithIt() {
        X509Certificate certificate = certificate("CN=payments,OU=teams,O=Example");
        clock.advance(
                Duration.between(clock.instant(), certificate.getNotBefore().toInstant()));
        CallerAuthentication known = identify(certificate);
        assertThat(known.isAuthenticated()).isTrue();
        assertThat(known.right().continues()).isTrue();

        clock.advance(
                Duration.between(clock.instant(), certificate.getNotAfter().toInstant()));
        assertThat(known.right().continues()).isTrue();

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(known.right()::continues).hasMessageContaining("unauthenticated");
    }

    private CallerAuthentication identify(String subject) {
        X509Certificate certificate = certificate(subject);
        clock.advance(
                Duration.between(clock.instant(), certificate.getNotBefore().toInstant()));
        return identify(certificate);
    }

    private CallerAuthentication identify(X509Certificate certificate) {
        return Identified.by(
                certificates,
                new CertificateReader.ShownCertificate(List.of(certificate), new MockHttpServletRequest()));
    }

    private static X509Certificate certificate(String subject) {
        return Certificates.client(subject).getCertificate();
    }
}
