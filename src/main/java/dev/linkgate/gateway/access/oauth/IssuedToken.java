package dev.linkgate.gateway.access.oauth;

import dev.linkgate.kernel.Secret;
import java.time.Duration;

/**
 * A new access token, shown this once.
 *
 * @param life from now on, in whole seconds
 */
record IssuedToken(Secret text, Duration life) {}
