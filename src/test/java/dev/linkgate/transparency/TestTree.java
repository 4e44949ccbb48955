package dev.linkgate.transparency;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** A tree whose complete subtrees are all kept, and its root at each size. */
public final class TestTree implements Subtrees {

    private final List<List<TreeHash>> levels = new ArrayList<>();

    /** Of records whose hashes are those of their numbers, from 0. */
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
        TreeHash hash = leaf;
        for (int height = 0; ; height++) {
            if (height == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<TreeHash> level = levels.get(height);
            level.add(hash);
            if (level.size() % 2 == 1) {
                return;
            }
            hash = TreeHash.node(level.get(level.size() - 2), hash);
        }
    }

    @Override
    public TreeHash root(int height, long index) {
        return levels.get(height).get(Math.toIntExact(index));
    }

    public TreeHash root(long size) {
        return Frontier.of(size, this).root();
    }
}
