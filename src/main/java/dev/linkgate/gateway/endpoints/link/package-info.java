/** Links, their interface endpoints and clusters as values. */
@NullMarked
package dev.linkgate.gateway.endpoints.link;

import org.jspecify.annotations.NullMarked;
