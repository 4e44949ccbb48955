package dev.linkgate.gateway.inbound.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.linkgate.Certificates;
import dev.linkgate.ManualClock;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CertificateAuthenticatorTest {

    private final ManualClock clock = new ManualClock();
    private final CertificateAuthenticator certificates = new CertificateAuthenticator(
            List.of(
                    new CertificateAuthenticator.Rule(SubjectPattern.of("CN={team},OU=teams,O=Example"), null),
                    new CertificateAuthenticator.Rule(
                            SubjectPattern.of("CN=Deployers!,OU=teams,O=Example"), "deployers")),
            new TrustedAuthorities(Stream::empty),
            clock);

    @Test
    void theFirstRuleThatFitsDecidesThoughItNamesNoTeam() {
        assertThat(identify("CN=Deployers!,OU=teams,O=Example")).isInstanceOf(Authenticator.Identity.Unknown.class);
    }

    @Test
    void theRightOfACertificateEndsWithIt() {
        X509Certificate certificate = certificate("CN=payments,OU=teams,O=Example");
        clock.advance(
                Duration.between(clock.instant(), certificate.getNotBefore().toInstant()));
        Authenticator.Identity.Known known = (Authenticator.Identity.Known) certificates.identify(List.of(certificate));
        assertThat(known.right().continues()).isTrue();

        clock.advance(
                Duration.between(clock.instant(), certificate.getNotAfter().toInstant()));
        assertThat(known.right().continues()).isTrue();

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(known.right()::continues).hasMessageContaining("unauthenticated");
    }

    private Authenticator.Identity identify(String subject) {
        X509Certificate certificate = certificate(subject);
        clock.advance(
                Duration.between(clock.instant(), certificate.getNotBefore().toInstant()));
        return certificates.identify(List.of(certificate));
    }

    private static X509Certificate certificate(String subject) {
        return Certificates.client(subject).getCertificate();
    }
}
