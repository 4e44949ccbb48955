package dev.linkgate.cli.audit;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.GivenUpCheckpoint;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.NoteKey;
import dev.linkgate.transparency.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The public keys whose checkpoints are trusted. */
public final class VerifierKeys {

    private final List<NoteKey> keys;

    private VerifierKeys(List<NoteKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /** @param values keys, or names of files with a key a line */
    public static VerifierKeys of(List<String> values, Inputs inputs) throws Unreadable {
        List<NoteKey> keys = new ArrayList<>();
        for (String value : values) {
            try {
                keys.add(NoteKey.parse(value));
            } catch (MalformedNote noKey) {
                keys.addAll(inFile(value, inputs));
            }
        }
        return new VerifierKeys(keys);
    }

    private static List<NoteKey> inFile(String file, Inputs inputs) throws Unreadable {
        String text = new String(inputs.read(file), StandardCharsets.UTF_8);
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new Unreadable("There is no key in " + file + ".");
        }
        try {
            return lines.stream().map(NoteKey::parse).toList();
        } catch (MalformedNote e) {
            throw new Unreadable("A line of " + file + " is no key: " + e.getMessage() + ".");
        }
    }

    /** Whether a key of the log has signed that it gave a checkpoint up. */
    boolean haveSigned(GivenUpCheckpoint givenUp, String signature) {
        try {
            return isSigned(
                    SignedNote.parse(givenUp.text() + "\n— " + givenUp.origin() + " " + signature + "\n"),
                    givenUp.origin());
        } catch (MalformedNote e) {
            return false;
        }
    }

    private boolean isSigned(SignedNote note, String origin) {
        return note.isSignedByOneOf(
                keys.stream().filter(key -> key.name().equals(origin)).toList());
    }

    /**
     * The checkpoint in a note, if a key of the log that it names has signed it.
     *
     * @param place where the note stands
     */
    Checkpoint checkpoint(String place, byte[] note) throws Broken {
        try {
            SignedNote signed = SignedNote.parse(note);
            Checkpoint checkpoint = Checkpoint.parse(signed.text());
            if (isSigned(signed, checkpoint.origin())) {
                return checkpoint;
            }
            throw new Broken("broken: no given key has signed the checkpoint " + place);
        } catch (MalformedNote e) {
            throw new Broken("broken: " + place + " is no checkpoint: " + e.getMessage());
        }
    }
}
