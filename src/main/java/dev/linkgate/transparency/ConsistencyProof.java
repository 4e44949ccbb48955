package dev.linkgate.transparency;

import java.util.List;

/**
 * Proves that a tree grew only by leaves at its end (RFC 9162, section 2.1.4). Everything is an extension of the empty
 * tree, and each tree of itself: these proofs are empty.
 *
 * @param from the old size, in leaves
 * @param to the new size
 */
public record ConsistencyProof(long from, long to, List<TreeHash> path) {

    /** @throws IllegalArgumentException unless 0 ≤ from ≤ to, and the path has the length that these need */
    public ConsistencyProof {
        check(from, to);
        path = List.copyOf(path);
        int needed = needed(from, to);
        if (path.size() != needed) {
            throw new IllegalArgumentException(
                    "from " + from + " to " + to + " leaves a path needs " + needed + " hashes, not " + path.size());
        }
    }

    static void check(long from, long to) {
        if (from < 0 || from > to) {
            throw new IllegalArgumentException("a tree does not grow from " + from + " to " + to + " leaves");
        }
    }

    /** Whether the roots are those of the two sizes of one tree. */
    public boolean matches(TreeHash oldRoot, TreeHash newRoot) {
        if (from == 0) {
            return oldRoot.equals(TreeHash.EMPTY) && (to > 0 || newRoot.equals(TreeHash.EMPTY));
        }
        if (from == to) {
            return oldRoot.equals(newRoot);
        }
        TreeHash start = startsAtRoot(from) ? oldRoot : path.getFirst();
        List<TreeHash> rest = startsAtRoot(from) ? path : path.subList(1, path.size());
        int divided = divided(from, to);
        List<TreeHash> inner = rest.subList(0, divided);
        List<TreeHash> edge = rest.subList(divided, rest.size());
        long index = (from - 1) >>> Long.numberOfTrailingZeros(from);
        return Climb.alongEdge(Climb.throughOldTree(start, index, inner), edge).equals(oldRoot)
                && Climb.alongEdge(Climb.throughTree(start, index, inner), edge).equals(newRoot);
    }

    private static int needed(long from, long to) {
        if (from == 0 || from == to) {
            return 0;
        }
        return (startsAtRoot(from) ? 0 : 1) + divided(from, to) + InclusionProof.common(from - 1, to);
    }

    /** The old tree is one complete subtree of the new one, so its root need not be in the path. */
    private static boolean startsAtRoot(long from) {
        return Long.bitCount(from) == 1;
    }

    /** The path begins at the root of the last complete subtree of the old tree. */
    private static int divided(long from, long to) {
        return InclusionProof.divided(from - 1, to) - Long.numberOfTrailingZeros(from);
    }
}
