package dev.linkgate.transparency;

import dev.linkgate.kernel.Secret;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;

/** The private half of a {@link NoteKey}. */
public final class NoteSigner {

    private final NoteKey key;
    private final Secret seed;

    private NoteSigner(NoteKey key, Secret seed) {
        this.key = key;
        this.seed = seed;
    }

    /**
     * A new key.
     *
     * @throws MalformedNote if no key can have this name
     */
    public static NoteSigner generate(String name) {
        KeyPair pair = Ed25519.newPair();
        return new NoteSigner(
                NoteKey.of(name, pair.getPublic()),
                Secret.of(Base64.getEncoder().encodeToString(Ed25519.seed(pair.getPrivate()))));
    }

    /**
     * A key that was stored.
     *
     * @param seed from {@link #seed()}
     * @throws MalformedNote if the seed is not this key's
     */
    public static NoteSigner of(NoteKey key, Secret seed) {
        NoteSigner signer = new NoteSigner(key, seed);
        if (signer.bytes().length != Ed25519.LENGTH || !key.hasSigned(signer.sign("a try\n"))) {
            throw new MalformedNote("the seed is of another key");
        }
        return signer;
    }

    public NoteKey key() {
        return key;
    }

    /** The 32 bytes from which RFC 8032 derives the private key, as base64. */
    public Secret seed() {
        return seed;
    }

    /** @throws MalformedNote if the text does not end a line, or has control characters */
    public SignedNote sign(String text) {
        return new SignedNote(text, List.of(NoteSignature.of(key, Ed25519.sign(bytes(), text))));
    }

    private byte[] bytes() {
        return StrictBase64.decode(seed.reveal());
    }

    @Override
    public String toString() {
        return "NoteSigner[" + key + "]";
    }
}
