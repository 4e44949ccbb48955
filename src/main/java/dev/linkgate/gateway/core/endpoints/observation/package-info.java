/** What was seen of a link, an endpoint or a connection at one time. */
@NullMarked
package dev.linkgate.gateway.core.endpoints.observation;

import org.jspecify.annotations.NullMarked;
