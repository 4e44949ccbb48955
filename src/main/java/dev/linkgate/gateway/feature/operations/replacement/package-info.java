/** The operations on endpoints: a failed one is replaced, and an unknown outcome is resolved. */
@NullMarked
package dev.linkgate.gateway.feature.operations.replacement;

import org.jspecify.annotations.NullMarked;
