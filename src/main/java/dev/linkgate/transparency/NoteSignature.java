package dev.linkgate.transparency;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A signature line of a note, without its dash.
 *
 * @param base64 of the four bytes of the key's hash, and the signature
 */
record NoteSignature(String name, String base64) {

    private static final int HASH_LENGTH = Integer.BYTES;

    NoteSignature {
        NoteKey.checkedName(name);
        if (StrictBase64.decode(base64).length <= HASH_LENGTH) {
            throw new MalformedNote("a signature is too short");
        }
    }

    static NoteSignature of(NoteKey key, byte[] signature) {
        byte[] bytes = ByteBuffer.allocate(HASH_LENGTH + signature.length)
                .putInt(key.hash())
                .put(signature)
                .array();
        return new NoteSignature(key.name(), Base64.getEncoder().encodeToString(bytes));
    }

    /** Two keys can share the name, or the hash, but hardly both. */
    boolean isOf(NoteKey key) {
        return name.equals(key.name()) && ByteBuffer.wrap(decoded()).getInt() == key.hash();
    }

    byte[] signature() {
        byte[] bytes = decoded();
        return Arrays.copyOfRange(bytes, HASH_LENGTH, bytes.length);
    }

    private byte[] decoded() {
        return Base64.getDecoder().decode(base64);
    }
}
