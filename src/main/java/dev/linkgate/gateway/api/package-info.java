/** The team's resources over HTTP: links, endpoints, operations. */
@NullMarked
package dev.linkgate.gateway.api;

import org.jspecify.annotations.NullMarked;
