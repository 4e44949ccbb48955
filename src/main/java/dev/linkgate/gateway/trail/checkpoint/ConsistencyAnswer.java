package dev.linkgate.gateway.trail.checkpoint;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * That the trail of a checkpoint begins with that of another one.
 *
 * @param from the number of records of the older checkpoint
 * @param to the number of records of the newer checkpoint
 * @param path base64 hashes
 * @param fromCheckpoint a signed note
 * @param toCheckpoint a signed note
 */
@Schema(name = "ConsistencyProof")
record ConsistencyAnswer(long from, long to, List<String> path, String fromCheckpoint, String toCheckpoint) {}
