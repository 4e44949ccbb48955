/** Links, their interface endpoints and clusters as values. */
@NullMarked
package dev.linkgate.gateway.core.endpoints.link;

import org.jspecify.annotations.NullMarked;
