package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.gateway.trail.read.TrailReader.Link;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The frontiers of the tree at checkpoints. That of a checkpoint of 0.2.0 is computed from the tiles that 0.2.0 has
 * stored, and from the records above them. Whatever is stored counts only if it has the root that was signed.
 */
@Repository
class Frontiers {

    /** The most hashes of a tile. */
    private static final int WIDTH = 256;

    /** The height of a subtree over the hashes of a whole tile. */
    private static final int HEIGHT = 8;

    /** The tiles that are read for one checkpoint; usually a handful. */
    private static final int MOST = 1_000;

    private final JdbcClient jdbc;
    private final TrailReader records;

    Frontiers(JdbcClient jdbc, TrailReader records) {
        this.jdbc = jdbc;
        this.records = records;
    }

    /**
     * The frontier at a checkpoint whose row is as the gateway wrote it.
     *
     * @param lastHash of the last of its records, as it is kept
     * @return empty if the root, or the record, is another one than was signed
     * @throws BrokenTree if 0.2.0 signed it, and too many tiles, or a record above them, are missing
     */
    Optional<Frontier> at(StoredCheckpoint row, String lastHash) {
        if (row.frontier() != null) {
            return Optional.of(Frontier.parse(row.size(), row.frontier()));
        }
        Tiles tiles = new Tiles(row.size());
        Frontier frontier = Frontier.of(row.size(), tiles.roots());
        byte[] hash = Tree.bytes(new Link(row.size(), "", lastHash));
        return frontier.root().base64().equals(row.root())
                        && tiles.root(0, row.size() - 1).equals(TreeHash.leaf(hash))
                ? Optional.of(frontier)
                : Optional.empty();
    }

    /**
     * The tree as the table {@code audit_tile} has it, which nothing writes any more. Level 0, number n: the leaves of
     * the records 256n + 1 to 256n + 256, if there are all; above: the roots over whole tiles of the level below.
     */
    private final class Tiles {

        private record Tile(int level, long number) {}

        private final long size;
        private final Map<Tile, byte[]> read = new HashMap<>();

        /** @param size no record behind it is read */
        Tiles(long size) {
            this.size = size;
        }

        /** Of the complete subtrees, from left to right. */
        List<TreeHash> roots() {
            List<TreeHash> roots = new ArrayList<>();
            long next = 0;
            for (int height = Long.SIZE - 1; height >= 0; height--) {
                if ((size >>> height & 1) == 1) {
                    roots.add(root(height, next >>> height));
                    next += 1L << height;
                }
            }
            return roots;
        }

        /** The root over the leaves from index · 2^height on, 2^height of them. */
        private TreeHash root(int height, long index) {
            int inTile = height % HEIGHT;
            return over(height / HEIGHT, index << inTile, 1 << inTile);
        }

        /** The root over some hashes of a level, a power of two of them. */
        private TreeHash over(int level, long first, int count) {
            if (count == 1) {
                return hash(level, first);
            }
            int half = count / 2;
            return TreeHash.node(over(level, first, half), over(level, first + half, half));
        }

        private TreeHash hash(int level, long index) {
            byte[] tile = read.computeIfAbsent(new Tile(level, index / WIDTH), this::read);
            int from = (int) (index % WIDTH) * TreeHash.LENGTH;
            if (from + TreeHash.LENGTH <= tile.length) {
                return TreeHash.of(Arrays.copyOfRange(tile, from, from + TreeHash.LENGTH));
            }
            if (level == 0) {
                throw BrokenTree.of("record " + (index + 1) + " is missing, and its tile of the tree");
            }
            // 0.2.0 was ended before it had made it.
            return over(level - 1, index * WIDTH, WIDTH);
        }

        private byte[] read(Tile tile) {
            if (read.size() >= MOST) {
                throw BrokenTree.of("too many tiles of the tree that 0.2.0 has made are missing");
            }
            return jdbc.sql("SELECT hashes FROM audit_tile WHERE level = ? AND number = ?")
                    .params(tile.level(), tile.number())
                    .query((row, number) -> row.getBytes(1))
                    .optional()
                    .orElseGet(() -> tile.level() == 0 ? leaves(tile.number()) : new byte[0]);
        }

        private byte[] leaves(long number) {
            ByteBuffer leaves = ByteBuffer.allocate(WIDTH * TreeHash.LENGTH);
            long next = number * WIDTH + 1;
            for (Link record : records.links(next, Math.min(size, next + WIDTH - 1))) {
                if (record.sequence() != next++) {
                    break;
                }
                leaves.put(TreeHash.leaf(Tree.bytes(record)).bytes());
            }
            return Arrays.copyOf(leaves.array(), leaves.position());
        }
    }
}
