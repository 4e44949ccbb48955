package dev.linkgate.transparency;

/**
 * The state of a log as C2SP tlog-checkpoint writes it, in the text of a note:
 *
 * <pre>
 * origin
 * size
 * base64 of the root
 * </pre>
 *
 * @param origin which log this is
 * @param size in leaves
 */
public record Checkpoint(String origin, long size, TreeHash root) {

    private static final int LINES = 3;

    /** @throws MalformedNote if the origin is empty or has control characters, or the size is negative */
    public Checkpoint {
        if (origin.isEmpty() || origin.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedNote("the origin of a checkpoint is empty, or contains a control character");
        }
        if (size < 0) {
            throw new MalformedNote("the size of a checkpoint is negative");
        }
    }

    /**
     * Lines after the root belong to extensions, and are ignored.
     *
     * @param text of a note
     * @throws MalformedNote if it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length <= LINES || !lines[lines.length - 1].isEmpty()) {
            throw new MalformedNote("a checkpoint has a line each for its origin, size and root");
        }
        for (int i = LINES; i < lines.length - 1; i++) {
            if (lines[i].isEmpty()) {
                throw new MalformedNote("a checkpoint has an empty line");
            }
        }
        return new Checkpoint(lines[0], size(lines[1]), root(lines[2]));
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
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
