/** The replicas of a gateway: which of them live, and locks across them. */
@NullMarked
package dev.linkgate.gateway.replica;

import org.jspecify.annotations.NullMarked;
