package dev.linkgate.transparency;

import dev.linkgate.kernel.Sha256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A tree that grows at its right edge: it keeps only the roots of its complete subtrees, one for each bit of its size.
 * Not safe for several threads.
 */
public final class Frontier {

    private final MessageDigest sha256 = Sha256.digest();

    /** The root of the complete subtree of 2^height leaves, where the size has that bit; elsewhere an unused value. */
    private final byte[][] roots = new byte[Long.SIZE][];

    private long size;

    /** The frontier of the empty tree. */
    public Frontier() {}

    /**
     * The frontier of a tree that was built before.
     *
     * @param roots from left to right, one for each bit of the size
     * @throws IllegalArgumentException if there are more or fewer, or the size is negative
     */
    public static Frontier of(long size, List<TreeHash> roots) {
        if (size < 0 || roots.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(roots.size() + " roots do not make a tree of " + size + " leaves");
        }
        Frontier frontier = new Frontier();
        frontier.size = size;
        int next = 0;
        for (int height = Long.SIZE - 1; height >= 0; height--) {
            if (frontier.has(height)) {
                frontier.roots[height] = roots.get(next++).bytes();
            }
        }
        return frontier;
    }

    /**
     * The frontier that was stored.
     *
     * @param text from {@link #text()}
     * @throws IllegalArgumentException if it is none of this size
     */
    public static Frontier parse(long size, String text) {
        return of(
                size,
                text.isEmpty()
                        ? List.of()
                        : Arrays.stream(text.split(" ", -1))
                                .map(TreeHash::ofBase64)
                                .toList());
    }

    /** Its roots in base64, from left to right, each followed by a space but the last. */
    public String text() {
        return roots().stream().map(TreeHash::base64).collect(Collectors.joining(" "));
    }

    /**
     * Adds the leaf of a record.
     *
     * @param recordHash 32 bytes
     */
    public void append(byte[] recordHash) {
        byte[] hash = TreeHash.leaf(sha256, recordHash);
        int height = 0;
        for (; has(height); height++) {
            hash = TreeHash.node(sha256, roots[height], hash);
        }
        roots[height] = hash;
        size++;
    }

    /** The number of leaves. */
    public long size() {
        return size;
    }

    /** The root of the whole tree. */
    public TreeHash root() {
        List<TreeHash> complete = roots();
        if (complete.isEmpty()) {
            return TreeHash.EMPTY;
        }
        TreeHash root = complete.getLast();
        for (TreeHash left : complete.reversed().subList(1, complete.size())) {
            root = TreeHash.node(left, root);
        }
        return root;
    }

    /** The roots of the complete subtrees from left to right, so the largest first. */
    private List<TreeHash> roots() {
        List<TreeHash> complete = new ArrayList<>();
        for (int height = Long.SIZE - 1; height >= 0; height--) {
            if (has(height)) {
                complete.add(TreeHash.of(roots[height]));
            }
        }
        return List.copyOf(complete);
    }

    private boolean has(int height) {
        return (size >>> height & 1) == 1;
    }
}
