package dev.linkgate.gateway.feature.checkpoints;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.GivenUpCheckpoint;
import dev.linkgate.transparency.SignedNote;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint as it is stored and listed. Whether it is one, {@link HeldCheckpoint} says.
 *
 * @param size the number of records
 * @param root base64
 * @param time when it was signed; of one that was given up, when that was
 * @param note the signed note; of one that was given up, a signed note that it was
 * @param frontier of the tree that was signed, as {@link Frontier#text}; absent if the checkpoint was given up
 */
@Schema(name = "Checkpoint")
public record StoredCheckpoint(
        long size,
        String root,
        Instant time,
        String note,
        @JsonIgnore @Nullable String frontier) {

    /** The tree that was signed, of a checkpoint that was not given up. */
    Frontier tree() {
        return Frontier.parse(size, Objects.requireNonNull(frontier));
    }

    /** What the record of giving it up says, from which the note can be made again, and so be checked. */
    public Recorded givenUp() {
        GivenUpCheckpoint signed =
                GivenUpCheckpoint.parse(SignedNote.parse(note).text());
        String signature = note.substring(note.lastIndexOf(' ') + 1).strip();
        return () -> new Change.Values()
                .with("givenUpBy", signed.origin())
                .with("givenUpAt", time)
                .with("keptSize", signed.keptSize())
                .with("keptRoot", signed.keptRoot())
                .with("lostSince", signed.lostSince())
                .with("signature", signature);
    }
}
