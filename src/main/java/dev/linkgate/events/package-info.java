/** Event streams: links and operations followed over HTTP, as they change. */
@NullMarked
package dev.linkgate.events;

import org.jspecify.annotations.NullMarked;
