/** Authenticates requests to Atlas, by HTTP Digest or with an access token. */
@NullMarked
package dev.linkgate.gateway.signing;

import org.jspecify.annotations.NullMarked;
