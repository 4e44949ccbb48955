package dev.linkgate.gateway.core.trail.read;

import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A part of the trail that is in a file, and in the database no more.
 *
 * @param first the sequence of its first record
 * @param last the sequence of its last record, which is the size of a checkpoint
 * @param hash of the last record
 * @param file the name of the file
 * @param createdAt to the microsecond
 * @param seals what the records so far say of the rows that give rights, in the words of who has made the archive
 * @param note the gateway's signature of {@link #text}, so that nobody else can remove records as if they were archived
 */
public record Archived(long first, long last, String hash, String file, Instant createdAt, String seals, String note) {

    /** What is signed. No checkpoint reads like it. */
    public static String text(long first, long last, String hash, String file, Instant createdAt, String seals) {
        return "linkgate archive of the audit trail\nrecords " + first + " to " + last + "\nhash " + hash + "\nfile "
                + file + "\ntime " + Micros.of(createdAt) + "\nseals "
                + HexFormat.of().formatHex(Sha256.digest().digest(seals.getBytes(StandardCharsets.UTF_8))) + "\n";
    }

    public String text() {
        return text(first, last, hash, file, createdAt, seals);
    }
}
