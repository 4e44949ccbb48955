/** The API that lists, exports and verifies the trail. */
@NullMarked
package dev.linkgate.gateway.trail.query;

import org.jspecify.annotations.NullMarked;
