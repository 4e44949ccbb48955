package dev.linkgate.transparency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** All proofs of all small trees verify, and none of them once it is altered. */
class ProofsTest {

    private static final int LARGEST = 300;

    /** Each alteration of each proof up to this size is tried. */
    private static final int ALTERED = 20;

    private final TestTree tree = TestTree.of(LARGEST);
    private final List<TreeHash> roots = IntStream.rangeClosed(0, LARGEST)
            .mapToObj(size -> tree.root((long) size))
            .toList();

    @Test
    void everyLeafOfEveryTreeIsProven() {
        for (int size = 1; size <= LARGEST; size++) {
            for (int index = 0; index < size; index++) {
                assertThat(Proofs.inclusion(index, size, tree).matches(roots.get(size)))
                        .as("leaf %d of %d", index, size)
                        .isTrue();
            }
        }
    }

    @Test
    void everyTreeIsProvenToExtendEverySmallerOne() {
        for (int to = 0; to <= LARGEST; to++) {
            for (int from = 0; from <= to; from++) {
                assertThat(Proofs.consistency(from, to, tree).matches(roots.get(from), roots.get(to)))
                        .as("from %d to %d", from, to)
                        .isTrue();
            }
        }
    }

    @Test
    void noAlteredInclusionProofVerifies() {
        for (int size = 1; size <= ALTERED; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = Proofs.inclusion(index, size, tree);
                TreeHash root = roots.get(size);
                for (List<TreeHash> path : alterations(proof.path())) {
                    refused(new InclusionCase(index, size, proof.leaf(), path), root);
                }
                for (TreeHash leaf : alterations(proof.leaf())) {
                    refused(new InclusionCase(index, size, leaf, proof.path()), root);
                }
                for (int other = -1; other <= size; other++) {
                    if (other != index) {
                        refused(new InclusionCase(other, size, proof.leaf(), proof.path()), root);
                    }
                }
                for (int other = 0; other <= ALTERED; other++) {
                    if (other != size) {
                        refused(new InclusionCase(index, other, proof.leaf(), proof.path()), roots.get(other));
                    }
                }
            }
        }
    }

    @Test
    void noAlteredConsistencyProofVerifies() {
        for (int to = 1; to <= ALTERED; to++) {
            for (int from = 1; from <= to; from++) {
                ConsistencyProof proof = Proofs.consistency(from, to, tree);
                TreeHash oldRoot = roots.get(from);
                TreeHash newRoot = roots.get(to);
                for (List<TreeHash> path : alterations(proof.path())) {
                    refused(from, to, path, oldRoot, newRoot);
                }
                for (TreeHash other : alterations(oldRoot)) {
                    refused(from, to, proof.path(), other, newRoot);
                }
                for (TreeHash other : alterations(newRoot)) {
                    refused(from, to, proof.path(), oldRoot, other);
                }
                for (int other = 1; other <= ALTERED; other++) {
                    if (other != from) {
                        refused(other, to, proof.path(), roots.get(other), newRoot);
                    }
                    if (other != to) {
                        refused(from, other, proof.path(), oldRoot, roots.get(other));
                    }
                }
            }
        }
    }

    @Test
    void theEmptyTreeIsTheStartOfAllAndOfNothingElse() {
        ConsistencyProof proof = new ConsistencyProof(0, 5, List.of());
        assertThat(proof.matches(TreeHash.EMPTY, roots.get(5))).isTrue();
        assertThat(proof.matches(roots.get(1), roots.get(5))).isFalse();
        assertThat(new ConsistencyProof(0, 0, List.of()).matches(TreeHash.EMPTY, roots.get(5)))
                .isFalse();
    }

    @Test
    void proofsOutOfRangeAreNotMade() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proofs.inclusion(5, 5, tree))
                .withMessage("a tree of 5 leaves has no leaf 5");
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.inclusion(-1, 5, tree));
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.inclusion(0, 0, tree));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proofs.consistency(6, 5, tree))
                .withMessage("a tree does not grow from 6 to 5 leaves");
        assertThatIllegalArgumentException().isThrownBy(() -> Proofs.consistency(-1, 5, tree));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InclusionProof(4, 8, TreeHash.EMPTY, List.of()))
                .withMessage("leaf 4 of a tree of 8 leaves needs a path of 3 hashes, not 0");
    }

    /**
     * A subtree of any height is asked for by its own number, so the largest trees need no more than the small ones.
     */
    @Test
    void proofsOfTheLargestTreesNeedFewSubtrees() {
        long size = Long.MAX_VALUE;
        List<Integer> asked = new ArrayList<>();
        Subtrees sparse = (height, index) -> {
            asked.add(height);
            return TreeHash.leaf(TestTree.recordHash(index * Long.SIZE + height));
        };

        InclusionProof proof = Proofs.inclusion(size / 3, size, sparse);

        assertThat(proof.matches(proof.root())).isTrue();
        assertThat(asked).hasSizeLessThan(2 * Long.SIZE);
        assertThat(new InclusionProof(
                                size - 1,
                                size,
                                proof.leaf(),
                                Proofs.inclusion(size - 1, size, sparse).path())
                        .path())
                .hasSize(62);
    }

    /** With a bit of any byte changed. */
    private static List<TreeHash> alterations(TreeHash hash) {
        return IntStream.range(0, TreeHash.LENGTH)
                .mapToObj(i -> {
                    byte[] bytes = hash.bytes();
                    bytes[i] ^= (byte) (1 << i % Byte.SIZE);
                    return TreeHash.of(bytes);
                })
                .toList();
    }

    /** With a hash altered, removed, doubled, or two swapped, or one added. */
    private static List<List<TreeHash>> alterations(List<TreeHash> path) {
        List<List<TreeHash>> altered = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            for (TreeHash hash : alterations(path.get(i))) {
                altered.add(edited(path, i, hash));
            }
            List<TreeHash> removed = new ArrayList<>(path);
            removed.remove(i);
            altered.add(removed);
            List<TreeHash> doubled = new ArrayList<>(path);
            doubled.add(i, path.get(i));
            altered.add(doubled);
            for (int j = 0; j < i; j++) {
                List<TreeHash> swapped = new ArrayList<>(path);
                Collections.swap(swapped, i, j);
                altered.add(swapped);
            }
        }
        List<TreeHash> longer = new ArrayList<>(path);
        longer.add(TreeHash.EMPTY);
        altered.add(longer);
        return altered;
    }

    private static List<TreeHash> edited(List<TreeHash> path, int place, TreeHash hash) {
        List<TreeHash> edited = new ArrayList<>(path);
        edited.set(place, hash);
        return edited;
    }

    private record InclusionCase(long index, long size, TreeHash leaf, List<TreeHash> path) {}

    private static void refused(InclusionCase altered, TreeHash root) {
        assertThat(verifies(() -> new InclusionProof(altered.index(), altered.size(), altered.leaf(), altered.path())
                        .matches(root)))
                .as(altered.toString())
                .isFalse();
    }

    private static void refused(long from, long to, List<TreeHash> path, TreeHash oldRoot, TreeHash newRoot) {
        assertThat(verifies(() -> new ConsistencyProof(from, to, path).matches(oldRoot, newRoot)))
                .as("from %d to %d with %s", from, to, path)
                .isFalse();
    }

    /** A proof whose path has the wrong length is refused as soon as it is made. */
    private static boolean verifies(BooleanSupplier check) {
        try {
            return check.getAsBoolean();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
