/** The ways in which Atlas says the same: paths, bodies and names of each generation of its API. */
@NullMarked
package dev.linkgate.sandbox.dialect;

import org.jspecify.annotations.NullMarked;
