/** The Atlas credentials, encrypted at rest. */
@NullMarked
package dev.linkgate.gateway.core.atlas.credential;

import org.jspecify.annotations.NullMarked;
