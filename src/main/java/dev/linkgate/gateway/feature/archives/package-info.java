/** Moves old records of the audit trail into files, and removes them from the database. */
@NullMarked
package dev.linkgate.gateway.feature.archives;

import org.jspecify.annotations.NullMarked;
