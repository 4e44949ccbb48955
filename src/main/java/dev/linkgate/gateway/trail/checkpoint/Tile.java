package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.TreeHash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Up to {@value #WIDTH} hashes of one level of the tree. Immutable. */
final class Tile {

    /** The most hashes of a tile. */
    static final int WIDTH = 256;

    /** The height of a subtree over the hashes of a whole tile. */
    static final int HEIGHT = 8;

    private final int level;
    private final long number;
    private final byte[] hashes;

    /**
     * A stored tile.
     *
     * @param level 0 for leaves; a hash of level n is the root over 256^n leaves
     * @param number from 0; the first hash is number · 256 of its level
     * @param hashes 32 bytes each
     */
    Tile(int level, long number, byte[] hashes) {
        this.level = level;
        this.number = number;
        this.hashes = hashes;
    }

    /** A tile with these hashes. */
    static Tile of(int level, long number, List<TreeHash> hashes) {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.size() * TreeHash.LENGTH);
        hashes.forEach(hash -> bytes.put(hash.bytes()));
        return new Tile(level, number, bytes.array());
    }

    /** A tile without hashes. */
    static Tile empty(int level, long number) {
        return new Tile(level, number, new byte[0]);
    }

    int level() {
        return level;
    }

    long number() {
        return number;
    }

    /** As they are stored. */
    byte[] bytes() {
        return hashes.clone();
    }

    int count() {
        return hashes.length / TreeHash.LENGTH;
    }

    /** @param place in the tile, 0 to 255 */
    Optional<TreeHash> hash(int place) {
        int from = place * TreeHash.LENGTH;
        return from + TreeHash.LENGTH <= hashes.length
                ? Optional.of(TreeHash.of(Arrays.copyOfRange(hashes, from, from + TreeHash.LENGTH)))
                : Optional.empty();
    }

    /** Whether it has this hash in a place. */
    boolean has(int place, TreeHash hash) {
        int from = place * TreeHash.LENGTH;
        return from + TreeHash.LENGTH <= hashes.length
                && Arrays.equals(hashes, from, from + TreeHash.LENGTH, hash.bytes(), 0, TreeHash.LENGTH);
    }

    /** The tile with only the first hashes. */
    Tile first(int count) {
        return new Tile(level, number, Arrays.copyOf(hashes, count * TreeHash.LENGTH));
    }

    /** The tile with one hash more. */
    Tile with(TreeHash next) {
        byte[] all = Arrays.copyOf(hashes, hashes.length + TreeHash.LENGTH);
        System.arraycopy(next.bytes(), 0, all, hashes.length, TreeHash.LENGTH);
        return new Tile(level, number, all);
    }
}
