/** A span of each request and of each exchange with Atlas, exported over OTLP. */
@NullMarked
package dev.linkgate.gateway.feature.tracing;

import org.jspecify.annotations.NullMarked;
