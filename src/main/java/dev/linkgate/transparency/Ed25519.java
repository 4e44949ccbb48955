package dev.linkgate.transparency;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** The JDK's Ed25519 (RFC 8032), with keys and seeds of 32 bytes. */
final class Ed25519 {

    /** The length of a public key and of a seed, in bytes. */
    static final int LENGTH = 32;

    private static final String NAME = NamedParameterSpec.ED25519.getName();

    /** The DER of a public key (RFC 8410) up to its 32 bytes. */
    private static final byte[] HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance(NAME).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(PublicKey key) {
        byte[] der = key.getEncoded();
        return Arrays.copyOfRange(der, HEADER.length, der.length);
    }

    static byte[] seed(PrivateKey key) {
        return ((EdECPrivateKey) key).getBytes().orElseThrow();
    }

    /** @throws MalformedNote if these bytes are no key */
    static PublicKey publicKey(byte[] bytes) {
        byte[] der = Arrays.copyOf(HEADER, HEADER.length + LENGTH);
        System.arraycopy(bytes, 0, der, HEADER.length, LENGTH);
        try {
            return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new MalformedNote("this is no Ed25519 key", e);
        }
    }

    static byte[] sign(byte[] seed, String text) {
        try {
            Signature ed25519 = Signature.getInstance(NAME);
            ed25519.initSign(KeyFactory.getInstance(NAME)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean verifies(PublicKey key, String text, byte[] signature) {
        try {
            Signature ed25519 = Signature.getInstance(NAME);
            ed25519.initVerify(key);
            ed25519.update(text.getBytes(StandardCharsets.UTF_8));
            return ed25519.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // the key has another length, or is no point of the curve
        }
    }
}
