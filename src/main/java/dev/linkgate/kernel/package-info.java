/** The shared types of all packages: ids, regions, secrets, forms of text. Depends on no other package. */
@NullMarked
package dev.linkgate.kernel;

import org.jspecify.annotations.NullMarked;
