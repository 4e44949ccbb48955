/**
 * Measures what the audit costs, in a whole gateway. Uses only what is public, so that it compiles against older jars.
 */
@NullMarked
package dev.linkgate.harness.audit;

import org.jspecify.annotations.NullMarked;
