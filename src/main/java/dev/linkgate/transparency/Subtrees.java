package dev.linkgate.transparency;

/** The complete subtrees of a tree, wherever they are kept. */
@FunctionalInterface
public interface Subtrees {

    /**
     * The root of a complete subtree.
     *
     * @param height 0 for a leaf; the subtree has 2^height leaves
     * @param index from 0; its first leaf is index · 2^height
     */
    TreeHash root(int height, long index);
}
