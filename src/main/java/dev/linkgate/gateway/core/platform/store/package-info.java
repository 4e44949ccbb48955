/** The database: its connections, its files, and its snapshots in memory. */
@NullMarked
package dev.linkgate.gateway.core.platform.store;

import org.jspecify.annotations.NullMarked;
