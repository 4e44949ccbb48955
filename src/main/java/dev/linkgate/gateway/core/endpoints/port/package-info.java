/** The port to Atlas: what the use cases ask of a project, and the writes with their results. */
@NullMarked
package dev.linkgate.gateway.core.endpoints.port;

import org.jspecify.annotations.NullMarked;
