/** Reconciliation: compares the audit trail with the events that Atlas tells of each project. */
@NullMarked
package dev.linkgate.gateway.drift.reconcile;

import org.jspecify.annotations.NullMarked;
