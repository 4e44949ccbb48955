/**
 * The signed checkpoints of the audit trail, and their keys.
 *
 * <p>{@code CheckpointLoop} lets {@code RollbackCheck} hold the trail against each {@code HeldCheckpoint} that there
 * is, and read on in its {@code Tree}; {@code Checkpoints} signs that. A check of the chain compares the records with
 * the {@code SignedTrail}. A write asks the core's {@code RollbackState}.
 *
 * <p>It brings the routes of checkpoints and keys, the settings {@code linkgate.audit.checkpoint-*}, two tables, a
 * loop, metrics.
 */
@ApplicationModule(
        id = "checkpoints",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.checkpoints;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
