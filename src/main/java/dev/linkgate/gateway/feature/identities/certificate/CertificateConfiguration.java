package dev.linkgate.gateway.feature.identities.certificate;

import dev.linkgate.gateway.core.access.principal.Team;
import dev.linkgate.kernel.StartRefused;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets client certificates identify callers when the operator maps their subjects to teams. The server must then ask
 * for certificates, and must have a trust store of its own, because without one every authority that the JVM trusts
 * could issue a certificate with any subject.
 */
@Configuration(proxyBeanMethods = false)
class CertificateConfiguration {

    private static final String TEAMS = "linkgate.tls.teams";

    /**
     * Absent if no subject is mapped.
     *
     * @throws StartRefused if a subject or team cannot be used, or if TLS does not check the certificates
     */
    @Bean
    @Nullable
    CertificateProvider certificates(TlsSettings settings, ServerProperties server, SslBundles bundles) {
        if (settings.teams().isEmpty()) {
            return null;
        }
        List<CertificateProvider.Rule> rules = new ArrayList<>();
        for (TlsSettings.Subject entry : settings.teams()) {
            rules.add(rule(TEAMS + "[" + rules.size() + "]", entry));
        }
        return new CertificateProvider(rules, authorities(server.getSsl(), bundles), InstantSource.system());
    }

    private static CertificateProvider.Rule rule(String name, TlsSettings.Subject entry) {
        SubjectPattern subject;
        try {
            subject = SubjectPattern.of(entry.subject());
        } catch (IllegalArgumentException e) {
            throw new StartRefused(
                    name + ".subject is not a distinguished name, or has {team} more than once.",
                    "Set it to the subject of the certificates, as CN={team},OU=teams,O=Example.");
        }
        if (subject.hasPlaceholder() == (entry.team() != null)) {
            throw new StartRefused(
                    name + " must name its team in one place: in .team, or as {team} in .subject.",
                    "Set one of them, and not the other.");
        }
        if (entry.team() != null && !Team.isName(entry.team())) {
            throw new StartRefused(
                    name + ".team is not the name of a team.",
                    "A name has lowercase letters, digits and dashes, up to 63, and does not begin with a dash.");
        }
        return new CertificateProvider.Rule(subject, entry.team());
    }

    private static TrustedAuthorities authorities(@Nullable Ssl ssl, SslBundles bundles) {
        if (!Ssl.isEnabled(ssl) || ssl.getClientAuth() == null || ssl.getClientAuth() == Ssl.ClientAuth.NONE) {
            throw new StartRefused(
                    TEAMS + " is set, but the server asks for no client certificates.",
                    "Set server.ssl.bundle, and server.ssl.client-auth to want or need.");
        }
        if (bundlesOf(ssl, bundles).anyMatch(bundle -> bundle.getStores().getTrustStore() == null)) {
            throw new StartRefused(
                    TEAMS + " is set, but the server's SSL bundle has no trust store, so that every public authority"
                            + " could issue client certificates.",
                    "Set the bundle's truststore to the authority that issues your teams' certificates, and no other.");
        }
        TrustedAuthorities authorities = new TrustedAuthorities(() -> bundlesOf(ssl, bundles));
        Stream.concat(
                        Stream.ofNullable(ssl.getBundle()),
                        ssl.getServerNameBundles().stream().map(Ssl.ServerNameSslBundle::bundle))
                .distinct()
                .forEach(name -> bundles.addBundleUpdateHandler(name, changed -> authorities.changed()));
        return authorities;
    }

    private static Stream<SslBundle> bundlesOf(Ssl ssl, SslBundles bundles) {
        return Stream.concat(
                Stream.of(WebServerSslBundle.get(ssl, bundles)),
                ssl.getServerNameBundles().stream().map(named -> bundles.getBundle(named.bundle())));
    }
}
