package dev.linkgate.gateway.feature.identities.jwt;

import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.platform.settings.ClientBundle;
import dev.linkgate.gateway.feature.identities.IssuerSettings;
import dev.linkgate.gateway.feature.limits.UnknownCallers;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Enables JWTs when the operator names an issuer. */
@Configuration(proxyBeanMethods = false)
class JwtConfiguration {

    /**
     * Absent if JWTs are not configured. No issuer is contacted before its first JWT comes, so one that is down stops no
     * start.
     *
     * @throws dev.linkgate.kernel.StartRefused if an SSL bundle cannot be used
     */
    @Bean
    @Nullable
    JwtProvider jwts(IssuerSettings settings, Access access, UnknownCallers unknown, SslBundles bundles) {
        List<Issuer> issuers = settings.issuers().entrySet().stream()
                .map(named -> issuer(named.getKey(), named.getValue(), bundles))
                .toList();
        return issuers.isEmpty() ? null : new JwtProvider(issuers, new JwtCallers(access), unknown::refusal);
    }

    private static Issuer issuer(String name, IssuerSettings.OfIssuer settings, SslBundles bundles) {
        IssuerKeys keys = new IssuerKeys(name, settings);
        new ClientBundle("linkgate.issuers." + name + ".ssl-bundle", settings.sslBundle()).follow(bundles, keys::use);
        return new Issuer(name, settings, keys.cached(), InstantSource.system());
    }
}
