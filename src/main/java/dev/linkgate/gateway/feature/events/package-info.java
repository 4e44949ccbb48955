/** Event streams: links and operations followed over HTTP, as they change. */
@NullMarked
package dev.linkgate.gateway.feature.events;

import org.jspecify.annotations.NullMarked;
