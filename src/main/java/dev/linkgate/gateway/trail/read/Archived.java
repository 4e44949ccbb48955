package dev.linkgate.gateway.trail.read;

import dev.linkgate.gateway.platform.store.Micros;
import dev.linkgate.transparency.ChainBreak;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of the trail that is in a file, and in the database no more.
 *
 * @param first the sequence of its first record
 * @param last the sequence of its last record, which is the size of a checkpoint
 * @param hash of the last record
 * @param file the name of the file
 * @param createdAt to the microsecond
 * @param note the gateway's signature of {@link #text}, so that nobody else can remove records as if they were archived
 */
public record Archived(long first, long last, String hash, String file, Instant createdAt, String note) {

    /** What is signed. No checkpoint reads like it. */
    public static String text(long first, long last, String hash, String file, Instant createdAt) {
        return "linkgate archive of the audit trail\nrecords " + first + " to " + last + "\nhash " + hash + "\nfile "
                + file + "\ntime " + Micros.of(createdAt) + "\n";
    }

    String text() {
        return text(first, last, hash, file, createdAt);
    }

    /**
     * Checks that archives are those that the gateway has made, one behind the other.
     *
     * @param archives all of them, oldest first
     */
    public static Optional<ChainBreak> firstBreak(List<Archived> archives, StoredTree tree) {
        long last = 0;
        for (Archived archive : archives) {
            if (archive.first() != last + 1 || !tree.isSigned(archive.text(), archive.note())) {
                return Optional.of(new ChainBreak(
                        Math.min(archive.first(), last + 1), "the row of its archive is not as the gateway wrote it"));
            }
            last = archive.last();
        }
        return Optional.empty();
    }
}
