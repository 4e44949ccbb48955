/**
 * The signed checkpoints of the audit trail, and their keys.
 *
 * <p>{@code CheckpointLoop} lets {@code RollbackCheck} hold the trail against each {@code HeldCheckpoint} that there
 * is, and read on in its {@code Tree}; {@code Checkpoints} signs that. A check of the chain compares the records with
 * the {@code SignedTrail}. Whoever writes asks the {@code RollbackState}.
 */
@NullMarked
package dev.linkgate.gateway.feature.checkpoints;

import org.jspecify.annotations.NullMarked;
