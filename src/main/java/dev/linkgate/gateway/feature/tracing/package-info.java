/**
 * A span of each request and of each exchange with Atlas, exported over OTLP.
 *
 * <p>It brings a filter, a layer of the channel to Atlas, the settings of Spring Boot for them.
 */
@ApplicationModule(
        id = "tracing",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
