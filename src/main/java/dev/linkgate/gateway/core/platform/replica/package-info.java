/** The replicas of a gateway: which of them live, and locks across them. */
@NullMarked
package dev.linkgate.gateway.core.platform.replica;

import org.jspecify.annotations.NullMarked;
