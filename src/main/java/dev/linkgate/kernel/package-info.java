/** The shared types of all packages: ids, callers, failures. Depends on no other package. */
@NullMarked
package dev.linkgate.kernel;

import org.jspecify.annotations.NullMarked;
