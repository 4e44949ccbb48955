/** The Merkle tree over the audit trail, its signed checkpoints, their keys, and proofs. */
@NullMarked
package dev.linkgate.gateway.checkpoint;

import org.jspecify.annotations.NullMarked;
