/** Authenticates requests to Atlas, by HTTP Digest or with an access token. */
@NullMarked
package dev.linkgate.gateway.atlas.login;

import org.jspecify.annotations.NullMarked;
