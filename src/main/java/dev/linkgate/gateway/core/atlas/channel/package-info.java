/** One request to Atlas over HTTP, and what its answer or its failure means. */
@NullMarked
package dev.linkgate.gateway.core.atlas.channel;

import org.jspecify.annotations.NullMarked;
