/** Links and their interface endpoints as values, and the port through which Atlas is asked about them. */
@NullMarked
package dev.linkgate.link;

import org.jspecify.annotations.NullMarked;
