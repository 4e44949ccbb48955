/** The files of the embedded database: who may use them, and whether they belong together. */
@NullMarked
package dev.linkgate.sqlite;

import org.jspecify.annotations.NullMarked;
