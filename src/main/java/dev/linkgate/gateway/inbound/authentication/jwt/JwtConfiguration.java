package dev.linkgate.gateway.inbound.authentication.jwt;

import dev.linkgate.kernel.StartRefused;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Enables JWTs when the operator names an issuer or its keys, with Spring Boot's own settings. Issuer and audiences
 * must then be set, because without them another application's tokens would be accepted here.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OAuth2ResourceServerProperties.class)
class JwtConfiguration {

    private static final String PREFIX = "spring.security.oauth2.resourceserver.jwt.";

    /**
     * Absent if JWTs are not configured. The issuer is not contacted before the first JWT comes.
     *
     * @throws StartRefused if a setting is missing or not an address
     */
    @Bean
    @Nullable
    JwtProvider jwts(OAuth2ResourceServerProperties properties, JwtSettings settings) {
        OAuth2ResourceServerProperties.Jwt jwt = properties.getJwt();
        if (jwt.getPublicKeyLocation() != null) {
            throw new StartRefused(
                    "JWTs with a key from " + PREFIX + "public-key-location are not supported.",
                    "Set " + PREFIX + "issuer-uri, and jwk-set-uri if the issuer has no discovery document.");
        }
        if (jwt.getIssuerUri() == null && jwt.getJwkSetUri() == null) {
            return null;
        }
        if (jwt.getIssuerUri() == null) {
            throw missing("issuer-uri", "the `iss` of the accepted JWTs");
        }
        if (jwt.getAudiences().isEmpty()) {
            throw missing("audiences", "the `aud` of the JWTs for this gateway");
        }
        URI issuer = address("issuer-uri", jwt.getIssuerUri());
        URI jwkSet = jwt.getJwkSetUri() == null ? null : address("jwk-set-uri", jwt.getJwkSetUri());
        return new JwtProvider(List.of(new Issuer(
                jwt.getIssuerUri(),
                Set.copyOf(jwt.getAudiences()),
                new IssuerKeys(issuer, jwkSet, IssuerKeys.ANSWER_TIMEOUT).cached(),
                settings,
                InstantSource.system())));
    }

    private static StartRefused missing(String name, String meaning) {
        return new StartRefused(
                "JWTs are configured, but " + PREFIX + name + " is not set.", "Set it to " + meaning + ".");
    }

    private static URI address(String name, String text) {
        try {
            URI address = URI.create(text);
            if (text.matches("(?i)https?:.*") && address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // falls through: it is not an address either
        }
        throw new StartRefused(
                PREFIX + name + " is not the address of a web server.",
                "Set it to an address that starts with https://.");
    }
}
