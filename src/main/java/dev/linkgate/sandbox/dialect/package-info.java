/** The generations of Atlas's API: their paths, bodies and names. */
@NullMarked
package dev.linkgate.sandbox.dialect;

import org.jspecify.annotations.NullMarked;
