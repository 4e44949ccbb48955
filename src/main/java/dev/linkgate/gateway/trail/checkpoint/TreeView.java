package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.Subtrees;
import dev.linkgate.transparency.TreeHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tree as it is at one moment: its tiles, each read once, and above them the last records, which are not in a tile
 * yet. For one thread, and for one question.
 */
final class TreeView implements Subtrees {

    /** The most records above the tiles that are read one by one. Usually there are fewer than 256. */
    private static final int MOST_ABOVE_TILES = 32 * Tile.WIDTH;

    /** A tile that is not the gateway's may have any number. */
    private static final long MOST_TILES = Long.MAX_VALUE / Tile.WIDTH;

    private final TileStore tiles;
    private final TrailReader records;
    private final long tiled;
    private final long size;
    private final Map<Place, Optional<Tile>> read = new HashMap<>();
    private final List<TreeHash> aboveTiles = new ArrayList<>();

    private record Place(int level, long number) {}

    /** @throws BrokenTree if the chain has no end */
    TreeView(TileStore tiles, TrailReader records) {
        this.tiles = tiles;
        this.records = records;
        Optional<Tile> last = tiles.last(0);
        last.ifPresent(tile -> read.put(new Place(0, tile.number()), last));
        this.tiled = last.map(tile -> Math.clamp(tile.number(), -1, MOST_TILES - 1) + 1)
                        .orElse(0L)
                * Tile.WIDTH;
        // Read after the tiles, which never get ahead of it.
        this.size = head(records);
    }

    /** @throws BrokenTree if the chain has no end: nothing can be recorded then, and nothing is known */
    static long head(TrailReader records) {
        return records.head()
                .map(Receipt::sequence)
                .orElseThrow(() -> BrokenTree.of("the row with the end of the chain is missing"));
    }

    /** The number of records at this moment. */
    long size() {
        return size;
    }

    /** The number of records in complete tiles. It is above the size only if records are gone. */
    long tiled() {
        return tiled;
    }

    /** @throws BrokenTree if records or tiles are missing */
    TreeHash root(long first) {
        return Frontier.of(first, this).root();
    }

    /**
     * Whether the record is still the one that the tree has in its place; of one that is not kept any more, unknown.
     */
    boolean hasRecord(long sequence) {
        return records.hash(sequence)
                .map(hash -> leaf(new Receipt(sequence, hash)).equals(root(0, sequence - 1)))
                .orElse(sequence < size);
    }

    /** @throws BrokenTree if records or tiles are missing */
    @Override
    public TreeHash root(int height, long index) {
        int inTile = height % Tile.HEIGHT;
        return over(height / Tile.HEIGHT, index << inTile, 1 << inTile);
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
        return tile(level, index / Tile.WIDTH)
                .flatMap(tile -> tile.hash((int) (index % Tile.WIDTH)))
                .orElseGet(() -> level == 0 ? aboveTiles(index) : over(level - 1, index * Tile.WIDTH, Tile.WIDTH));
    }

    private Optional<Tile> tile(int level, long number) {
        return level == 0 && number * Tile.WIDTH >= tiled
                ? Optional.empty()
                : read.computeIfAbsent(new Place(level, number), place -> tiles.find(level, number));
    }

    private TreeHash aboveTiles(long index) {
        if (index < tiled) {
            throw BrokenTree.of("the tile of record " + (index + 1) + " is missing");
        }
        if (index - tiled >= MOST_ABOVE_TILES) {
            throw BrokenTree.behind();
        }
        if (aboveTiles.isEmpty()) {
            aboveTiles.addAll(leaves(records, tiled + 1, Math.min(size, tiled + MOST_ABOVE_TILES)));
        }
        return aboveTiles.get((int) (index - tiled));
    }

    /**
     * The leaves of records.
     *
     * @throws BrokenTree if there is not each of them
     */
    static List<TreeHash> leaves(TrailReader records, long first, long last) {
        List<TreeHash> leaves = new ArrayList<>();
        long next = first;
        for (Receipt record : records.hashes(first, last)) {
            if (record.sequence() != next++) {
                break;
            }
            leaves.add(leaf(record));
        }
        if (leaves.size() != last - first + 1) {
            throw BrokenTree.of("record " + (first + leaves.size()) + " is missing");
        }
        return leaves;
    }

    /**
     * The leaf of a record.
     *
     * @param record whose hash nothing has checked
     * @throws BrokenTree if that is no hash
     */
    static TreeHash leaf(Receipt record) {
        try {
            return TreeHash.leaf(HexFormat.of().parseHex(record.hash()));
        } catch (IllegalArgumentException e) {
            throw BrokenTree.of("the hash of record " + record.sequence() + " is none");
        }
    }
}
