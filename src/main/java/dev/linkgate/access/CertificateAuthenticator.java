package dev.linkgate.access;

import dev.linkgate.kernel.Actor;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a caller by the client certificate of its connection. The TLS handshake has checked that the caller holds
 * its key and that a trusted authority has issued it. A connection can outlive its certificate and the trust in the
 * authority, so both are checked again with each request.
 */
final class CertificateAuthenticator {

    private final List<Rule> rules;
    private final TrustedAuthorities authorities;
    private final InstantSource clock;

    CertificateAuthenticator(List<Rule> rules, TrustedAuthorities authorities, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.authorities = authorities;
        this.clock = clock;
    }

    /** @param team absent if the subject names the team */
    record Rule(SubjectPattern subject, @Nullable String team) {

        Optional<String> teamOf(X500Principal name) {
            return subject.match(name).map(named -> team == null ? named : team).filter(Team::isName);
        }
    }

    /** @param chain the caller's certificate, and those of intermediate authorities */
    Authenticator.Identity identify(List<X509Certificate> chain) {
        X509Certificate certificate = chain.getFirst();
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            return new Authenticator.Identity.Unknown("The client certificate has expired, or is not valid yet.");
        }
        if (!authorities.trust(chain)) {
            return new Authenticator.Identity.Unknown(
                    "The authority of the client certificate is not trusted any more.");
        }
        X500Principal subject = certificate.getSubjectX500Principal();
        return rules.stream()
                .flatMap(rule -> rule.teamOf(subject).stream())
                .findFirst()
                .filter(team -> RecordedSubject.isFit(subject.getName()))
                .<Authenticator.Identity>map(
                        team -> new Authenticator.Identity.Known(Actor.certificate(team, subject.getName())))
                .orElseGet(() -> new Authenticator.Identity.Unknown(
                        "The subject of the client certificate belongs to no team. Send a bearer token in the"
                                + " Authorization header, or use another certificate."));
    }
}
