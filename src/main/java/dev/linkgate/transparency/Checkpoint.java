package dev.linkgate.transparency;

import dev.linkgate.kernel.LowercaseHex;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a log as C2SP tlog-checkpoint writes it, in the text of a note:
 *
 * <pre>
 * origin
 * size
 * base64 of the root
 * record-hash hex
 * given-up time
 * </pre>
 *
 * @param origin which log this is
 * @param size in leaves
 * @param lastHash of the last record, 64 digits of lower-case hex: an extension line; absent if there is no record
 * @param givenUpAt when the last checkpoint before this one was {@linkplain GivenUpCheckpoint given up}: an extension
 *     line; absent if none was
 */
public record Checkpoint(
        String origin,
        long size,
        TreeHash root,
        @Nullable String lastHash,
        @Nullable Instant givenUpAt) {

    private static final int LINES = 3;
    private static final int HASH_DIGITS = 64;
    private static final String LAST_HASH = "record-hash ";
    private static final String GIVEN_UP = "given-up ";

    /** Before which none was given up. */
    public Checkpoint(String origin, long size, TreeHash root, @Nullable String lastHash) {
        this(origin, size, root, lastHash, null);
    }

    /**
     * @throws MalformedNote if the origin is empty or has control characters, the size is negative, or the hash is none,
     *     or missing
     */
    public Checkpoint {
        if (origin.isEmpty() || origin.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedNote("the origin of a checkpoint is empty, or contains a control character");
        }
        if (size < 0) {
            throw new MalformedNote("the size of a checkpoint is negative");
        }
        if (lastHash == null ? size > 0 : lastHash.length() != HASH_DIGITS || !LowercaseHex.isAllOf(lastHash, 0)) {
            throw new MalformedNote("the hash of the last record of a checkpoint is missing, or is none");
        }
    }

    /**
     * Lines after the root belong to extensions; those that are not known are ignored.
     *
     * @param text of a note
     * @throws MalformedNote if it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= LINES || !lines[lines.length - 1].isEmpty()) {
            throw new MalformedNote("a checkpoint has a line each for its origin, size and root");
        }
        String lastHash = null;
        Instant givenUpAt = null;
        for (int i = LINES; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new MalformedNote("a checkpoint has an empty line");
            }
            if (lines[i].startsWith(LAST_HASH)) {
                if (lastHash != null) {
                    throw new MalformedNote("a checkpoint has two hashes of its last record");
                }
                lastHash = lines[i].substring(LAST_HASH.length());
            } else if (lines[i].startsWith(GIVEN_UP)) {
                if (givenUpAt != null) {
                    throw new MalformedNote("a checkpoint says twice when another one was given up");
                }
                givenUpAt = time(lines[i].substring(GIVEN_UP.length()));
            }
        }
        return new Checkpoint(lines[0], size(lines[1]), root(lines[2]), lastHash, givenUpAt);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new MalformedNote("the time at which another checkpoint was given up is none", e);
        }
    }

    private static long size(String digits) {
        try {
            long size = Long.parseLong(digits);
            if (Long.toString(size).equals(digits)) {
                return size;
            }
            throw new MalformedNote("the size of a checkpoint has a sign or leading zeros");
        } catch (NumberFormatException e) {
            throw new MalformedNote("the size of a checkpoint is no number", e);
        }
    }

    private static TreeHash root(String base64) {
        try {
            return TreeHash.ofBase64(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedNote("the root of a checkpoint is no hash", e);
        }
    }

    /** The text to sign. */
    public String text() {
        String text = origin + "\n" + size + "\n" + root.base64() + "\n";
        return text
                + (lastHash == null ? "" : LAST_HASH + lastHash + "\n")
                + (givenUpAt == null ? "" : GIVEN_UP + givenUpAt + "\n");
    }
}
