package dev.linkgate.transparency;

import dev.linkgate.kernel.LowercaseHex;
import dev.linkgate.kernel.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A public key that verifies notes, in the form {@code <name>+<hash>+<base64>} that the tools of transparency logs
 * read: the hash has eight hex digits, the base64 is of the byte 0x01 (Ed25519) and the 32 bytes of the key.
 */
public final class NoteKey {

    private static final byte ED25519 = 1;
    private static final int HASH_DIGITS = 8;

    private final String name;
    private final byte[] typeAndKey;
    private final int hash;
    private final PublicKey key;

    private NoteKey(String name, byte[] typeAndKey) {
        this.name = checkedName(name);
        if (typeAndKey.length != 1 + Ed25519.LENGTH || typeAndKey[0] != ED25519) {
            throw new MalformedNote("the key is not the byte 0x01 and the 32 bytes of an Ed25519 key");
        }
        this.typeAndKey = typeAndKey;
        this.hash = hash(name, typeAndKey);
        this.key = Ed25519.publicKey(Arrays.copyOfRange(typeAndKey, 1, typeAndKey.length));
    }

    static NoteKey of(String name, PublicKey key) {
        byte[] bytes = Ed25519.bytes(key);
        return new NoteKey(
                name,
                ByteBuffer.allocate(1 + bytes.length).put(ED25519).put(bytes).array());
    }

    /** Whether a key can have this name: it is not empty, and has no spaces, plus signs or control characters. */
    public static boolean isName(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(NoteKey::isForbidden);
    }

    private static boolean isForbidden(int c) {
        boolean half = Character.getType(c) == Character.SURROGATE; // one half of a surrogate pair, which has no UTF-8
        return c == '+' || Character.isSpaceChar(c) || Character.isISOControl(c) || half;
    }

    /** @throws MalformedNote if this {@linkplain #isName is no name} */
    static String checkedName(String name) {
        if (!isName(name)) {
            throw new MalformedNote("the name of a key is empty, or contains a space, a plus or a control character");
        }
        return name;
    }

    /** @throws MalformedNote if this is no key, or its hash is another's */
    public static NoteKey parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length < 3 || parts[1].length() != HASH_DIGITS || !LowercaseHex.isAllOf(parts[1], 0)) {
            throw new MalformedNote("a key has the form <name>+<hash of 8 hex digits>+<base64>");
        }
        NoteKey key = new NoteKey(parts[0], StrictBase64.decode(parts[2]));
        if (!key.hashDigits().equals(parts[1])) {
            throw new MalformedNote("the hash " + parts[1] + " is not of this name and key");
        }
        return key;
    }

    /** The first four bytes of SHA-256 of the name, a newline, and the key with its type. */
    private static int hash(String name, byte[] typeAndKey) {
        MessageDigest sha256 = Sha256.digest();
        sha256.update((name + '\n').getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(sha256.digest(typeAndKey)).getInt();
    }

    public String name() {
        return name;
    }

    int hash() {
        return hash;
    }

    private String hashDigits() {
        return HexFormat.of().toHexDigits(hash);
    }

    /** Whether the note has a signature by this key, and none by this key that is wrong. */
    public boolean hasSigned(SignedNote note) {
        List<NoteSignature> own = note.by(this);
        return !own.isEmpty()
                && own.stream().allMatch(signature -> Ed25519.verifies(key, note.text(), signature.signature()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteKey that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return name + '+' + hashDigits() + '+' + Base64.getEncoder().encodeToString(typeAndKey);
    }
}
