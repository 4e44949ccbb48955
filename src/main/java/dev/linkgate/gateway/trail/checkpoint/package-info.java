/**
 * The Merkle tree over the audit trail, its signed checkpoints, their keys, and proofs.
 *
 * <p>{@code CheckpointLoop} lets the {@code Tree} follow the trail, and {@code Checkpoints} sign it. Before that
 * {@code RollbackCheck} holds the trail against each {@code HeldCheckpoint} that there is. A check of the chain
 * compares it with the {@code CheckedTree}; {@code TreeProofs} proves single records.
 */
@NullMarked
package dev.linkgate.gateway.trail.checkpoint;

import org.jspecify.annotations.NullMarked;
