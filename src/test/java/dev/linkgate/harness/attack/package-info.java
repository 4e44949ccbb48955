/**
 * Attacks a running gateway and measures the effect on another team. Short forms run with the tests;
 * {@code docs/attacks/run.sh} runs the full ones against the packaged jar.
 */
@NullMarked
package dev.linkgate.harness.attack;

import org.jspecify.annotations.NullMarked;
