/** The names of the gateway's metrics. Depends on no other package. */
@NullMarked
package dev.linkgate.observability;

import org.jspecify.annotations.NullMarked;
