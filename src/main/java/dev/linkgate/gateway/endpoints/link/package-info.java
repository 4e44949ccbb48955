/** Links and their interface endpoints as values, and the port to Atlas. */
@NullMarked
package dev.linkgate.gateway.endpoints.link;

import org.jspecify.annotations.NullMarked;
