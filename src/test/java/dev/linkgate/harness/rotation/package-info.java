/** Replaces all kinds of secrets while callers work, and counts the calls that fail. */
@NullMarked
package dev.linkgate.harness.rotation;

import org.jspecify.annotations.NullMarked;
