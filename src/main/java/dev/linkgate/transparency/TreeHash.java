package dev.linkgate.transparency;

import dev.linkgate.kernel.Sha256;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * A hash in the Merkle tree of RFC 6962, section 2.1: 32 bytes of SHA-256. A leaf and an inner node have different
 * prefixes, so that neither can be passed off as the other.
 */
public final class TreeHash {

    /** The length of a hash in bytes. */
    public static final int LENGTH = 32;

    /** The root of the tree without leaves. */
    public static final TreeHash EMPTY = new TreeHash(Sha256.digest().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private TreeHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException unless there are 32 bytes */
    public static TreeHash of(byte[] bytes) {
        return new TreeHash(checked(bytes).clone());
    }

    /** @throws IllegalArgumentException if the text is not the one base64 form, with padding, of 32 bytes */
    public static TreeHash ofBase64(String base64) {
        return new TreeHash(checked(StrictBase64.decode(base64)));
    }

    /**
     * The leaf of a record.
     *
     * @param recordHash 32 bytes
     */
    public static TreeHash leaf(byte[] recordHash) {
        return new TreeHash(leaf(Sha256.digest(), recordHash));
    }

    /** The inner node over two others. */
    public static TreeHash node(TreeHash left, TreeHash right) {
        return new TreeHash(node(Sha256.digest(), left.bytes, right.bytes));
    }

    static byte[] leaf(MessageDigest sha256, byte[] recordHash) {
        sha256.update(LEAF);
        return sha256.digest(checked(recordHash));
    }

    static byte[] node(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The hash in base64, as in notes. */
    @Override
    public String toString() {
        return base64();
    }

    private static byte[] checked(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
        }
        return bytes;
    }
}
