/** Cuts replicas off, stops them and moves their clocks, and counts what breaks. */
@NullMarked
package dev.linkgate.harness.partition;

import org.jspecify.annotations.NullMarked;
