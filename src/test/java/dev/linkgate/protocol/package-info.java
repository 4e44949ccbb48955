/** Tests of Atlas's protocol. */
@NullMarked
package dev.linkgate.protocol;

import org.jspecify.annotations.NullMarked;
