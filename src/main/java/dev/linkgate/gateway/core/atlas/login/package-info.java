/** Authenticates requests to Atlas, by HTTP Digest or with an access token. */
@NullMarked
package dev.linkgate.gateway.core.atlas.login;

import org.jspecify.annotations.NullMarked;
