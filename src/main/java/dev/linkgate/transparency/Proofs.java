package dev.linkgate.transparency;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes roots and proofs of any size that a tree had, from its complete subtrees (RFC 6962, section 2.1). Each needs at
 * most two subtrees for each bit of the size.
 */
public final class Proofs {

    private final Subtrees subtrees;
    private final List<TreeHash> path = new ArrayList<>();

    private Proofs(Subtrees subtrees) {
        this.subtrees = subtrees;
    }

    /** The root of the first leaves. */
    public static TreeHash root(long size, Subtrees subtrees) {
        return frontier(size, subtrees).root();
    }

    /** The first leaves, ready for the next. */
    public static Frontier frontier(long size, Subtrees subtrees) {
        return new Proofs(subtrees).range(0, size);
    }

    /**
     * That a leaf is in the tree.
     *
     * @param index of the leaf, from 0
     * @throws IllegalArgumentException unless 0 ≤ index &lt; size
     */
    public static InclusionProof inclusion(long index, long size, Subtrees subtrees) {
        InclusionProof.check(index, size);
        Proofs proofs = new Proofs(subtrees);
        proofs.addInclusion(index, 0, size);
        return new InclusionProof(index, size, subtrees.root(0, index), proofs.path);
    }

    /**
     * That the tree grew from one size to the other only by leaves at its end.
     *
     * @throws IllegalArgumentException unless 0 ≤ from ≤ to
     */
    public static ConsistencyProof consistency(long from, long to, Subtrees subtrees) {
        ConsistencyProof.check(from, to);
        Proofs proofs = new Proofs(subtrees);
        if (from > 0) {
            proofs.addConsistency(from, 0, to, true);
        }
        return new ConsistencyProof(from, to, proofs.path);
    }

    /** The siblings of the nodes from the leaf up to the root over the leaves from first to before end. */
    private void addInclusion(long index, long first, long end) {
        if (end - first == 1) {
            return;
        }
        long middle = middle(first, end);
        if (index < middle) {
            addInclusion(index, first, middle);
            path.add(range(middle, end).root());
        } else {
            addInclusion(index, middle, end);
            path.add(range(first, middle).root());
        }
    }

    /** @param known whether who checks the proof knows the root over exactly these leaves: it is the old root */
    private void addConsistency(long from, long first, long end, boolean known) {
        if (from == end) {
            if (!known) {
                path.add(range(first, end).root());
            }
            return;
        }
        long middle = middle(first, end);
        if (from <= middle) {
            addConsistency(from, first, middle, known);
            path.add(range(middle, end).root());
        } else {
            addConsistency(from, middle, end, false);
            path.add(range(first, middle).root());
        }
    }

    /** Where the tree over these leaves divides: after the largest power of two that is smaller than their number. */
    private static long middle(long first, long end) {
        return first + Long.highestOneBit(end - first - 1);
    }

    /**
     * The leaves from first to before end. It is a subtree of the whole: first is a multiple of each power of two in
     * the number of the leaves.
     */
    private Frontier range(long first, long end) {
        List<TreeHash> roots = new ArrayList<>();
        long size = end - first;
        long next = first;
        for (long rest = size; rest > 0; rest -= Long.highestOneBit(rest)) {
            long leaves = Long.highestOneBit(rest);
            int height = Long.numberOfTrailingZeros(leaves);
            roots.add(subtrees.root(height, next >>> height));
            next += leaves;
        }
        return Frontier.of(size, roots);
    }
}
