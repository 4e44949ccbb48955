/** The Merkle tree over the audit trail, its signed checkpoints, their keys, and proofs. */
@NullMarked
package dev.linkgate.gateway.trail.checkpoint;

import org.jspecify.annotations.NullMarked;
