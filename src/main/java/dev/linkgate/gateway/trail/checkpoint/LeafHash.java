package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.TreeHash;
import java.util.HexFormat;
import java.util.Optional;

/** The leaf of a record in the tree. */
final class LeafHash {

    private LeafHash() {}

    /**
     * The leaf.
     *
     * @param recordHash hex; nothing has checked it
     * @return empty if that is no hash
     */
    static Optional<TreeHash> of(String recordHash) {
        try {
            return Optional.of(TreeHash.leaf(HexFormat.of().parseHex(recordHash)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
