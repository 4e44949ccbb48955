package dev.linkgate.transparency;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * A text with the signatures of one or more keys, in the form of C2SP signed-note:
 *
 * <pre>
 * a text of lines
 *
 * — name-of-a-key base64-of-its-hash-and-signature
 * </pre>
 *
 * <p>The text says nothing until a known key {@linkplain NoteKey#hasSigned has signed} it.
 */
public final class SignedNote {

    private static final String DASH = "— ";
    private static final int MOST_SIGNATURES = 100;

    private final String text;
    private final List<NoteSignature> signatures;

    /** @throws MalformedNote if the text does not end a line, has control characters, or there is no signature */
    SignedNote(String text, List<NoteSignature> signatures) {
        if (!text.endsWith("\n") || text.codePoints().anyMatch(SignedNote::isForbidden)) {
            throw new MalformedNote("the text of a note does not end a line, or contains a control character");
        }
        if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
            throw new MalformedNote("a note has from 1 to " + MOST_SIGNATURES + " signatures");
        }
        this.text = text;
        this.signatures = List.copyOf(signatures);
    }

    /** @throws MalformedNote if this is no note in UTF-8 */
    public static SignedNote parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedNote("a note is UTF-8", e);
        }
    }

    /** @throws MalformedNote if this is no note */
    public static SignedNote parse(String note) {
        int blank = note.lastIndexOf("\n\n");
        if (blank < 0 || !note.endsWith("\n")) {
            throw new MalformedNote("a note has a text, a blank line, and whole lines of signatures");
        }
        if (blank + 2 == note.length()) {
            throw new MalformedNote("a note has a signature");
        }
        String[] lines = note.substring(blank + 2, note.length() - 1).split("\n", -1);
        List<NoteSignature> signatures =
                Arrays.stream(lines).map(SignedNote::signature).toList();
        return new SignedNote(note.substring(0, blank + 1), signatures);
    }

    /** Half of a surrogate pair has no UTF-8. */
    private static boolean isForbidden(int c) {
        return (c < ' ' && c != '\n') || Character.getType(c) == Character.SURROGATE;
    }

    private static NoteSignature signature(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedNote("a signature has the form \"— name base64\"");
        }
        return new NoteSignature(line.substring(DASH.length(), space), line.substring(space + 1));
    }

    /** The text with its last newline. */
    public String text() {
        return text;
    }

    /**
     * Whether one of the keys has signed it, and the signature of none of them is wrong. Other signatures do not count.
     */
    public boolean isSignedByOneOf(Collection<NoteKey> keys) {
        boolean signed = false;
        for (NoteKey key : keys) {
            if (key.hasSigned(this)) {
                signed = true;
            } else if (!by(key).isEmpty()) {
                return false;
            }
        }
        return signed;
    }

    List<NoteSignature> by(NoteKey key) {
        return signatures.stream().filter(signature -> signature.isOf(key)).toList();
    }

    /** The note as it is stored and sent. */
    @Override
    public String toString() {
        StringBuilder note = new StringBuilder(text).append('\n');
        for (NoteSignature signature : signatures) {
            note.append(DASH)
                    .append(signature.name())
                    .append(' ')
                    .append(signature.base64())
                    .append('\n');
        }
        return note.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedNote note && text.equals(note.text) && signatures.equals(note.signatures);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }
}
