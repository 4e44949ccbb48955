/** The database: its connection, its files beside it, and what is kept of it in memory. */
@NullMarked
package dev.linkgate.store;

import org.jspecify.annotations.NullMarked;
