/** Durable operations, which continue across crashes and replicas until they have ended. */
@NullMarked
package dev.linkgate.gateway.platform.operation;

import org.jspecify.annotations.NullMarked;
