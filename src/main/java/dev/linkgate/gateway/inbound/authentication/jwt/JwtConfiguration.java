package dev.linkgate.gateway.inbound.authentication.jwt;

import dev.linkgate.gateway.access.principal.Access;
import dev.linkgate.gateway.access.principal.IssuerSettings;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Enables JWTs when the operator names an issuer. */
@Configuration(proxyBeanMethods = false)
class JwtConfiguration {

    /**
     * Absent if JWTs are not configured. No issuer is contacted before its first JWT comes, so one that is down stops no
     * start.
     */
    @Bean
    @Nullable
    JwtProvider jwts(IssuerSettings settings, Access access) {
        List<Issuer> issuers = settings.issuers().entrySet().stream()
                .map(named -> issuer(named.getKey(), named.getValue()))
                .toList();
        return issuers.isEmpty() ? null : new JwtProvider(issuers, new JwtCallers(access));
    }

    private static Issuer issuer(String name, IssuerSettings.OfIssuer settings) {
        URI jwkSet = settings.jwkSetUri() == null ? null : URI.create(settings.jwkSetUri());
        return new Issuer(
                name,
                settings,
                new IssuerKeys(URI.create(settings.uri()), jwkSet, IssuerKeys.ANSWER_TIMEOUT).cached(),
                InstantSource.system());
    }
}
