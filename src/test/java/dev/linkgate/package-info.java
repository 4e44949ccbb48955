/** Tests of the product as a whole. */
@NullMarked
package dev.linkgate;

import org.jspecify.annotations.NullMarked;
