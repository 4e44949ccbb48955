/** Event streams: links and operations followed over HTTP, as they change. */
@NullMarked
package dev.linkgate.gateway.api.events;

import org.jspecify.annotations.NullMarked;
