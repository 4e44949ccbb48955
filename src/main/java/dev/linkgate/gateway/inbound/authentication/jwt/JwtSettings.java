package dev.linkgate.gateway.inbound.authentication.jwt;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The requirements on JWTs, besides issuer, audiences and keys, which have Spring Boot's own settings.
 *
 * @param teamClaim the claim that names the team
 * @param maxLife the longest time until a token's end, more than zero
 */
@ConfigurationProperties("linkgate.jwt")
record JwtSettings(
        @DefaultValue("team") String teamClaim,
        @DefaultValue("24h") Duration maxLife) {

    /** @throws IllegalArgumentException if the life is not more than zero */
    JwtSettings {
        if (!maxLife.isPositive()) {
            throw new IllegalArgumentException("linkgate.jwt.max-life must be more than zero");
        }
    }
}
