/** Links and their interface endpoints: what teams may ask for, and the port through which Atlas is asked. */
@NullMarked
package dev.linkgate.link;

import org.jspecify.annotations.NullMarked;
