package dev.linkgate.gateway.trail.checkpoint;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A checkpoint as it is stored and listed.
 *
 * @param size the number of records
 * @param root base64
 * @param time when it was signed
 * @param note the signed note
 */
@Schema(name = "Checkpoint")
record StoredCheckpoint(long size, String root, Instant time, String note) {}
