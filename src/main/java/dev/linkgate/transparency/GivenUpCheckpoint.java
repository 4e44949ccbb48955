package dev.linkgate.transparency;

import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That the gateway has given up a checkpoint, because an administrator has accepted that the trail is another one now.
 *
 * @param root base64
 * @param time to the microsecond
 * @param keptSize the number of records of the trail that was accepted, the last of which asks for that; 0 if they
 *     could not be read
 * @param keptRoot base64 of the root over them
 * @param lostSince the time of the last record from before the rollback; absent if it is not known
 */
public record GivenUpCheckpoint(
        String origin,
        long size,
        String root,
        Instant time,
        long keptSize,
        String keptRoot,
        @Nullable Instant lostSince) {

    private static final String FIRST = "given up by ";
    private static final String NOT_KNOWN = "-";
    private static final int LINES = 7;

    /** The text that is signed. Its first line is no origin, so that it is not taken for a checkpoint. */
    public String text() {
        return FIRST + origin + "\n" + size + "\n" + root + "\n" + time + "\n" + keptSize + "\n" + keptRoot + "\n"
                + (lostSince == null ? NOT_KNOWN : lostSince) + "\n";
    }

    /** @throws MalformedNote if it is no such text */
    public static GivenUpCheckpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != LINES + 1 || !lines[0].startsWith(FIRST)) {
            throw new MalformedNote("it does not say that a checkpoint was given up");
        }
        try {
            return new GivenUpCheckpoint(
                    lines[0].substring(FIRST.length()),
                    Long.parseLong(lines[1]),
                    lines[2],
                    Instant.parse(lines[3]),
                    Long.parseLong(lines[4]),
                    lines[5],
                    lines[6].equals(NOT_KNOWN) ? null : Instant.parse(lines[6]));
        } catch (NumberFormatException | DateTimeException e) {
            throw new MalformedNote("it has a number or a time that is none", e);
        }
    }
}
