/** Bare connections, by which tests say what no HTTP client would say. */
@NullMarked
package dev.linkgate.wire;

import org.jspecify.annotations.NullMarked;
