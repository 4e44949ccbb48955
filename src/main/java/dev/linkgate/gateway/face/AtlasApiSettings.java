package dev.linkgate.gateway.face;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Atlas API.
 *
 * @param enabled whether there are paths below {@code /api/atlas} and {@code /api/oauth}
 */
@ConfigurationProperties("linkgate.atlas-api")
record AtlasApiSettings(@DefaultValue("true") boolean enabled) {}
