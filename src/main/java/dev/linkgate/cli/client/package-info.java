/** A call of the gateway: the request, its answer, and why it failed. */
@NullMarked
package dev.linkgate.cli.client;

import org.jspecify.annotations.NullMarked;
