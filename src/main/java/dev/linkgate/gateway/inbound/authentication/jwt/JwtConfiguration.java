package dev.linkgate.gateway.inbound.authentication.jwt;

import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.access.principal.IssuerSettings;
import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Enables JWTs when the operator names an issuer: with Spring Boot's own settings one whose JWTs name the team, and any
 * number whose JWTs are known by identities. Issuer and audiences must be set, because without them another
 * application's tokens would be accepted here.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OAuth2ResourceServerProperties.class)
class JwtConfiguration {

    private static final String PREFIX = "spring.security.oauth2.resourceserver.jwt.";

    /**
     * Absent if JWTs are not configured. No issuer is contacted before its first JWT comes, so one that is down stops no
     * start.
     *
     * @throws StartRefused if a setting is missing or not an address
     */
    @Bean
    @Nullable
    JwtProvider jwts(
            OAuth2ResourceServerProperties properties, JwtSettings settings, IssuerSettings named, Access access) {
        List<Issuer> issuers = new ArrayList<>();
        byDefault(properties.getJwt(), settings).ifPresent(issuer -> {
            named.issuers().forEach((name, other) -> {
                if (other.uri().equals(issuer.uri())) {
                    throw IssuerSettings.doubled(IssuerSettings.DEFAULT, name, issuer.uri());
                }
            });
            issuers.add(issuer(IssuerSettings.DEFAULT, issuer, settings.teamClaim()));
        });
        named.issuers().forEach((name, issuer) -> issuers.add(issuer(name, issuer, null)));
        return issuers.isEmpty() ? null : new JwtProvider(issuers, new JwtCallers(access));
    }

    private static Issuer issuer(String name, IssuerSettings.OfIssuer settings, @Nullable String teamClaim) {
        URI jwkSet = settings.jwkSetUri() == null ? null : URI.create(settings.jwkSetUri());
        return new Issuer(
                name,
                settings,
                teamClaim,
                new IssuerKeys(URI.create(settings.uri()), jwkSet, IssuerKeys.ANSWER_TIMEOUT).cached(),
                InstantSource.system());
    }

    private static Optional<IssuerSettings.OfIssuer> byDefault(
            OAuth2ResourceServerProperties.Jwt jwt, JwtSettings settings) {
        if (jwt.getPublicKeyLocation() != null) {
            throw new StartRefused(
                    "JWTs with a key from " + PREFIX + "public-key-location are not supported.",
                    "Set " + PREFIX + "issuer-uri, and jwk-set-uri if the issuer has no discovery document.");
        }
        if (jwt.getIssuerUri() == null && jwt.getJwkSetUri() == null) {
            return Optional.empty();
        }
        if (jwt.getIssuerUri() == null) {
            throw missing("issuer-uri", "the `iss` of the accepted JWTs");
        }
        if (jwt.getAudiences().isEmpty()) {
            throw missing("audiences", "the `aud` of the JWTs for this gateway");
        }
        requireAddress("issuer-uri", jwt.getIssuerUri());
        if (jwt.getJwkSetUri() != null) {
            requireAddress("jwk-set-uri", jwt.getJwkSetUri());
        }
        return Optional.of(new IssuerSettings.OfIssuer(
                jwt.getIssuerUri(),
                jwt.getJwkSetUri(),
                jwt.getAudiences(),
                settings.maxLife(),
                Set.of(),
                null,
                List.of()));
    }

    private static StartRefused missing(String name, String meaning) {
        return new StartRefused(
                "JWTs are configured, but " + PREFIX + name + " is not set.", "Set it to " + meaning + ".");
    }

    private static void requireAddress(String name, String text) {
        try {
            if (text.matches("(?i)https?:.*") && URI.create(text).getHost() != null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // falls through: it is not an address either
        }
        throw new StartRefused(
                PREFIX + name + " is not the address of a web server.",
                "Set it to an address that starts with https://.");
    }
}
