/**
 * Tests of the whole application: started as an operator starts it, asked over HTTP, with a simulated Atlas behind it.
 */
@NullMarked
package dev.linkgate.gateway.app;

import org.jspecify.annotations.NullMarked;
