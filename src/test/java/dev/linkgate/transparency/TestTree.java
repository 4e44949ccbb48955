package dev.linkgate.transparency;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** A tree as RFC 6962, section 2.1, defines its root at each size. */
public final class TestTree {

    private final List<TreeHash> leaves = new ArrayList<>();

    /** A tree of records whose hashes are those of their numbers, from 0. */
    public static TestTree of(int records) {
        TestTree tree = new TestTree();
        for (int i = 0; i < records; i++) {
            tree.add(TreeHash.leaf(recordHash(i)));
        }
        return tree;
    }

    /** SHA-256 of eight bytes. */
    public static byte[] recordHash(long number) {
        return sha256(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public void add(TreeHash leaf) {
        leaves.add(leaf);
    }

    public TreeHash root(int size) {
        return root(leaves.subList(0, size));
    }

    private static TreeHash root(List<TreeHash> leaves) {
        if (leaves.size() <= 1) {
            return leaves.isEmpty() ? TreeHash.EMPTY : leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        return TreeHash.node(root(leaves.subList(0, left)), root(leaves.subList(left, leaves.size())));
    }
}
