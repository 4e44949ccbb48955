package dev.linkgate.gateway.trail.checkpoint;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A checkpoint as it is stored and listed. Whether it is one, {@link HeldCheckpoint} says.
 *
 * @param size the number of records
 * @param root base64
 * @param time when it was signed; of one that was given up, when that was
 * @param note the signed note; of one that was given up, a signed note that it was
 */
@Schema(name = "Checkpoint")
record StoredCheckpoint(long size, String root, Instant time, String note) {}
