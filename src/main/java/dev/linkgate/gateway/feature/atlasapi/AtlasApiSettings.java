package dev.linkgate.gateway.feature.atlasapi;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Atlas API.
 *
 * @param enabled whether anything below {@code /api/atlas} and {@code /api/oauth} is offered
 */
@ConfigurationProperties("linkgate.atlas-api")
record AtlasApiSettings(@DefaultValue("true") boolean enabled) {}
