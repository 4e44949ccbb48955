package dev.linkgate.gateway.core.access.key;

import dev.linkgate.kernel.Secret;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The administrator's token.
 *
 * @param adminToken the bearer token, at least 24 characters; absent or empty to have one generated
 * @param adminTokenEnabled whether it is accepted
 */
@ConfigurationProperties("linkgate")
record AdminTokenSettings(
        @Nullable Secret adminToken, @DefaultValue("true") boolean adminTokenEnabled) {}
