/** The API that lists, exports, verifies and signs the trail. */
@NullMarked
package dev.linkgate.gateway.feature.auditing;

import org.jspecify.annotations.NullMarked;
