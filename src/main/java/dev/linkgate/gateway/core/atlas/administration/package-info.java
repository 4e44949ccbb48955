/** Sets and tries the Atlas credentials: the API of administrators, and the declared set-up. */
@NullMarked
package dev.linkgate.gateway.core.atlas.administration;

import org.jspecify.annotations.NullMarked;
