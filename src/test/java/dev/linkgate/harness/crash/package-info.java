/**
 * Kills the gateway at the worst moments, under load and with an Atlas that fails, and checks whether its promises
 * still hold. A few rounds run with the tests; {@code docs/crashes/run.sh} runs many.
 */
@NullMarked
package dev.linkgate.harness.crash;

import org.jspecify.annotations.NullMarked;
