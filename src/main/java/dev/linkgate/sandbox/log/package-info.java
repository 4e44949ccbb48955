/** The requests and writes of the simulated Atlas, for tests to check. */
@NullMarked
package dev.linkgate.sandbox.log;

import org.jspecify.annotations.NullMarked;
