package dev.linkgate.gateway.feature.identities.certificate;

import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.gateway.core.inbound.authentication.CallerAuthentication;
import dev.linkgate.gateway.core.inbound.authentication.UnknownCaller;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.gateway.core.platform.request.Right;
import dev.linkgate.kernel.VisibleText;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;

/**
 * Identifies a caller by the client certificate of its connection. The TLS handshake has checked that the caller holds
 * its key and that a trusted authority has issued it. A connection can outlive its certificate and the trust in the
 * authority, so both are checked again with each request.
 */
final class CertificateProvider implements AuthenticationProvider {

    private static final int LONGEST_SUBJECT = 255;

    private final List<Rule> rules;
    private final TrustedAuthorities authorities;
    private final InstantSource clock;

    CertificateProvider(List<Rule> rules, TrustedAuthorities authorities, InstantSource clock) {
        this.rules = List.copyOf(rules);
        this.authorities = authorities;
        this.clock = clock;
    }

    /** @param team absent if the subject names the team */
    record Rule(SubjectPattern subject, @Nullable String team) {

        /** The team of a subject that fits, which need not be the name of one. */
        Optional<String> teamOf(X500Principal name) {
            return subject.match(name).map(named -> team == null ? named : team);
        }
    }

    @Override
    public boolean supports(Class<?> credential) {
        return credential == CertificateReader.ShownCertificate.class;
    }

    /**
     * Identifies a caller. The first rule that fits its subject decides, so a subject that an operator meant for one
     * rule is never a team by another.
     */
    @Override
    public Authentication authenticate(Authentication shown) {
        List<X509Certificate> chain = ((CertificateReader.ShownCertificate) shown).chain();
        invalid(chain).ifPresent(reason -> {
            throw new UnknownCaller(reason);
        });
        X500Principal subject = chain.getFirst().getSubjectX500Principal();
        return rules.stream()
                .flatMap(rule -> rule.teamOf(subject).stream())
                .findFirst()
                .filter(team -> Team.isName(team) && VisibleText.isOrEmpty(subject.getName(), LONGEST_SUBJECT))
                .map(team -> CallerAuthentication.known(Actor.certificate(team, subject.getName()), rightOf(chain)))
                .orElseThrow(() -> new UnknownCaller(
                        "The subject of the client certificate belongs to no team. Send a bearer token in the"
                                + " Authorization header, or use another certificate."));
    }

    private Right rightOf(List<X509Certificate> chain) {
        return () -> invalid(chain)
                .<Right.State>map(why -> new Right.Ended(Failure.of(ProblemCode.UNAUTHENTICATED, why)))
                .orElseGet(Right.Held::new);
    }

    /** Why a certificate is not valid now; empty if it is. */
    private Optional<String> invalid(List<X509Certificate> chain) {
        try {
            chain.getFirst().checkValidity(Date.from(clock.instant()));
        } catch (CertificateException e) {
            return Optional.of("The client certificate has expired, or is not valid yet.");
        }
        return authorities.trust(chain)
                ? Optional.empty()
                : Optional.of("The authority of the client certificate is not trusted any more.");
    }
}
