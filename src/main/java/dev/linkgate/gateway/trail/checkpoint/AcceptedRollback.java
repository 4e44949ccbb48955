package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * A checkpoint that an administrator has given up, with all before it that the trail contradicts, too.
 *
 * @param size of the checkpoint
 * @param root base64
 * @param time when it was given up; a checkpoint that is newer was not
 * @param note that it was, signed by the gateway
 */
@Schema(name = "GivenUpCheckpoint")
record AcceptedRollback(long size, String root, Instant time, String note) {

    static AcceptedRollback signed(long size, TreeHash root, Instant time, CheckpointKeys keys) {
        return new AcceptedRollback(
                size,
                root.base64(),
                time,
                keys.sign(text(keys.origin(), size, root.base64(), time)).toString());
    }

    /** Whether the gateway has signed it. Who can write to the database alone cannot make one. */
    boolean isSigned(CheckpointKeys keys) {
        try {
            SignedNote signed = SignedNote.parse(note);
            return keys.accepts(signed) && signed.text().equals(text(keys.origin(), size, root, time));
        } catch (MalformedNote e) {
            return false;
        }
    }

    /** The first line is no origin, so that nobody takes it for a checkpoint. */
    private static String text(String origin, long size, String root, Instant time) {
        return "given up by " + origin + "\n" + size + "\n" + root + "\n" + time + "\n";
    }
}
