/** The API that lists, exports, verifies and signs the trail. */
@NullMarked
package dev.linkgate.gateway.trail.query;

import org.jspecify.annotations.NullMarked;
