/** Linkgate: a gateway between teams and the private endpoints of MongoDB Atlas. */
@NullMarked
package dev.linkgate;

import org.jspecify.annotations.NullMarked;
