/** HTTP Digest for callers (RFC 7616), on the paths of Atlas's API: challenges, their nonces, and counts that are used once. */
@NullMarked
package dev.linkgate.gateway.feature.digest;

import org.jspecify.annotations.NullMarked;
