/** Puts a backup of the embedded database back, and says what returns with it. */
@NullMarked
package dev.linkgate.cli.restore;

import org.jspecify.annotations.NullMarked;
