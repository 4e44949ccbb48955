/** Who had which access at a moment of the past, from the records of the trail. */
@NullMarked
package dev.linkgate.gateway.feature.history;

import org.jspecify.annotations.NullMarked;
