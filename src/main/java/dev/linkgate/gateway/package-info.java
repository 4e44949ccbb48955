/** The gateway: how it starts, and why it refuses to. */
@NullMarked
package dev.linkgate.gateway;

import org.jspecify.annotations.NullMarked;
