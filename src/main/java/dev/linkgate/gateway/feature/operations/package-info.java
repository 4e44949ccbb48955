/** Durable operations, which continue across crashes and replicas until they have ended. */
@NullMarked
package dev.linkgate.gateway.feature.operations;

import org.jspecify.annotations.NullMarked;
