package dev.linkgate.gateway.trail.checkpoint;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * That a record is in the trail of a checkpoint.
 *
 * @param size the number of records of the checkpoint
 * @param leafHash base64, of the record's hash
 * @param path base64 hashes, from the leaf up
 * @param checkpoint a signed note
 */
@Schema(name = "InclusionProof")
record InclusionAnswer(long sequence, long size, String leafHash, List<String> path, String checkpoint) {}
