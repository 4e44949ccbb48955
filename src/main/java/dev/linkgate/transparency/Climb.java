package dev.linkgate.transparency;

import java.util.List;

/** From a node of a tree towards its root. */
final class Climb {

    private Climb() {}

    /**
     * @param index of the node at its height: its lowest bit says whether the node is a right one, the next its parent
     */
    static TreeHash throughTree(TreeHash start, long index, List<TreeHash> siblings) {
        TreeHash hash = start;
        long position = index;
        for (TreeHash sibling : siblings) {
            hash = isRight(position) ? TreeHash.node(sibling, hash) : TreeHash.node(hash, sibling);
            position >>>= 1;
        }
        return hash;
    }

    /** Without the siblings right of the path, which an older and smaller tree lacks. */
    static TreeHash throughOldTree(TreeHash start, long index, List<TreeHash> siblings) {
        TreeHash hash = start;
        long position = index;
        for (TreeHash sibling : siblings) {
            if (isRight(position)) {
                hash = TreeHash.node(sibling, hash);
            }
            position >>>= 1;
        }
        return hash;
    }

    /** Where every sibling is a left one. */
    static TreeHash alongEdge(TreeHash start, List<TreeHash> siblings) {
        TreeHash hash = start;
        for (TreeHash sibling : siblings) {
            hash = TreeHash.node(sibling, hash);
        }
        return hash;
    }

    private static boolean isRight(long position) {
        return (position & 1) == 1;
    }
}
