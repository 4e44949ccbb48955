package dev.linkgate.gateway.core.access;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Features that are switched off.
 *
 * @param off their names: asking, documents, drift, history, inventory, pages, terraform or webhooks. Their paths are
 *     404 as any that is not there, and nothing of them happens in the background. What they have stored stays
 */
@ConfigurationProperties("linkgate.features")
record FeatureSettings(@DefaultValue Set<String> off) {}
