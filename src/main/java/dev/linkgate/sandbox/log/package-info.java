/** What the simulated Atlas was asked and what it did, for tests to look at. */
@NullMarked
package dev.linkgate.sandbox.log;

import org.jspecify.annotations.NullMarked;
