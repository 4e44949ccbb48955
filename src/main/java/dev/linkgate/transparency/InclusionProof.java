package dev.linkgate.transparency;

import java.util.List;

/**
 * Proves that a tree has a leaf (RFC 9162, section 2.1.3).
 *
 * @param index of the leaf, from 0
 * @param size of the tree, in leaves
 * @param path the siblings of the nodes from the leaf up
 */
public record InclusionProof(long index, long size, TreeHash leaf, List<TreeHash> path) {

    /** @throws IllegalArgumentException unless 0 ≤ index &lt; size, and the path has the length that these need */
    public InclusionProof {
        check(index, size);
        path = List.copyOf(path);
        int needed = divided(index, size) + common(index, size);
        if (path.size() != needed) {
            throw new IllegalArgumentException("leaf " + index + " of a tree of " + size + " leaves needs a path of "
                    + needed + " hashes, not " + path.size());
        }
    }

    static void check(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("a tree of " + size + " leaves has no leaf " + index);
        }
    }

    /** The root that the tree has, if the leaf is in it. */
    public TreeHash root() {
        int divided = divided(index, size);
        return Climb.alongEdge(
                Climb.throughTree(leaf, index, path.subList(0, divided)), path.subList(divided, path.size()));
    }

    public boolean matches(TreeHash root) {
        return root().equals(root);
    }

    /** The nodes of the leaf's path, below the one over both it and the last leaf. */
    static int divided(long index, long size) {
        return Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
    }

    /**
     * The siblings of the nodes above these: all of them are left of the path, because it runs along the right edge.
     */
    static int common(long index, long size) {
        int divided = divided(index, size);
        return divided == Long.SIZE ? 0 : Long.bitCount(index >>> divided);
    }
}
