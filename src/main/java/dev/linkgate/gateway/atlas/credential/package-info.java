/** The Atlas credentials, encrypted at rest. */
@NullMarked
package dev.linkgate.gateway.atlas.credential;

import org.jspecify.annotations.NullMarked;
