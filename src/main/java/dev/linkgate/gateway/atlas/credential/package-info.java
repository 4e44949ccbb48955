/** The Atlas credentials, encrypted at rest, and the port for trying one at Atlas. */
@NullMarked
package dev.linkgate.gateway.atlas.credential;

import org.jspecify.annotations.NullMarked;
