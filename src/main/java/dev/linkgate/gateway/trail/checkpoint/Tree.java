package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.transparency.TreeHash;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The Merkle tree over the trail. It follows the trail: its tiles are made after the commits of the records, from the
 * database alone, so appending a record costs nothing, and a trail of an earlier version is caught up with.
 *
 * <p>Invariants: (1) a tile is made only of records that the head of the chain has passed; (2) a complete tile never
 * changes, and is removed only by {@link #cut}; (3) what replicas add at the same time is the same.
 */
@Component
class Tree {

    /** Tiles made in one transaction. Of leaves: 4,096 records, some milliseconds' work. */
    private static final int PART = 16;

    private final TileStore tiles;
    private final TrailReader records;

    Tree(TileStore tiles, TrailReader records) {
        this.tiles = tiles;
        this.records = records;
    }

    /**
     * The tree as it is now.
     *
     * @throws BrokenTree if the chain has no end
     */
    TreeView view() {
        return new TreeView(tiles, records);
    }

    /**
     * Adds some of the tiles that are missing.
     *
     * @return whether there may be more
     * @throws BrokenTree if a record is missing, or the chain has no end
     */
    boolean grow() {
        Additions additions = new Additions();
        long complete = additions.count(0) / Tile.WIDTH;
        long possible = TreeView.head(records) / Tile.WIDTH;
        long below = Math.min(possible, complete + PART);
        if (complete < below) {
            leaves(complete, below).forEach(additions::put);
        }
        boolean more = below < possible;
        for (int level = 1; below > 0; level++) {
            long first = additions.count(level);
            long end = Math.min(below, first + Tile.WIDTH);
            for (long index = first; index < end; index++) {
                additions.append(level, index);
            }
            more |= end < below;
            below = end / Tile.WIDTH;
        }
        additions.store();
        return more;
    }

    /** The tiles of leaves from one number up to another. Reading their records at once costs less than one by one. */
    private List<Tile> leaves(long first, long end) {
        List<TreeHash> leaves = TreeView.leaves(records, first * Tile.WIDTH + 1, end * Tile.WIDTH);
        List<Tile> made = new ArrayList<>();
        for (int from = 0; from < leaves.size(); from += Tile.WIDTH) {
            made.add(Tile.of(0, first + made.size(), leaves.subList(from, from + Tile.WIDTH)));
        }
        return made;
    }

    /** Tiles that are to be added in one transaction, and those that they are made of. */
    private final class Additions {

        private final Map<List<Long>, Tile> added = new LinkedHashMap<>();
        private final Map<Integer, Tile> last = new HashMap<>();

        /**
         * The number of hashes of a level. Its last tile is read here and not again: another replica may append to it
         * in the meantime.
         */
        long count(int level) {
            Optional<Tile> read = tiles.last(level);
            read.ifPresent(tile -> last.put(level, tile));
            return read.map(tile -> tile.number() * Tile.WIDTH + tile.count()).orElse(0L);
        }

        void put(Tile tile) {
            added.put(List.of((long) tile.level(), tile.number()), tile);
        }

        /**
         * Appends to a level the root of the tile below.
         *
         * @throws BrokenTree if that is not its next hash
         */
        void append(int level, long index) {
            Tile tile = growing(level, index / Tile.WIDTH);
            if (tile.count() != index % Tile.WIDTH) {
                throw BrokenTree.of(
                        "tile " + tile.number() + " of level " + level + " has " + tile.count() + " hashes");
            }
            put(tile.with(root(whole(level - 1, index))));
        }

        /** What is behind the last tile is empty, whatever others have added there since. */
        private Tile growing(int level, long number) {
            Tile begun = last.get(level);
            return added(level, number)
                    .or(() -> Optional.ofNullable(begun).filter(tile -> tile.number() == number))
                    .orElseGet(() -> Tile.empty(level, number));
        }

        private Tile whole(int level, long number) {
            return added(level, number).or(() -> tiles.find(level, number)).orElseGet(() -> Tile.empty(level, number));
        }

        private Optional<Tile> added(int level, long number) {
            return Optional.ofNullable(added.get(List.of((long) level, number)));
        }

        void store() {
            if (!added.isEmpty()) {
                tiles.add(added.values());
            }
        }
    }

    /** The root over a whole tile. */
    static TreeHash root(Tile whole) {
        List<TreeHash> hashes = new ArrayList<>();
        for (int place = 0; place < Tile.WIDTH; place++) {
            hashes.add(whole.hash(place)
                    .orElseThrow(() ->
                            BrokenTree.of("tile " + whole.number() + " of level " + whole.level() + " has a gap")));
        }
        while (hashes.size() > 1) {
            List<TreeHash> nodes = new ArrayList<>();
            for (int i = 0; i < hashes.size(); i += 2) {
                nodes.add(TreeHash.node(hashes.get(i), hashes.get(i + 1)));
            }
            hashes = nodes;
        }
        return hashes.getFirst();
    }

    /**
     * Removes the tiles that are not of the records that there are now, and the roots made of them. They are searched
     * for by the last record of each: a record's hash depends on all records before it.
     */
    void cut() {
        TreeView view = view();
        long low = 0;
        long high = view.tiled() / Tile.WIDTH;
        while (low < high) {
            long middle = (low + high) / 2;
            long last = (middle + 1) * Tile.WIDTH;
            if (last <= view.size() && hasTileOf(view, last)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        long stay = low;
        // Leaves first: nobody can make roots of what is gone.
        for (int level = 0; level == 0 || tiles.last(level).isPresent(); level++) {
            keep(level, stay);
            stay = level == 0 ? stay : stay / Tile.WIDTH;
        }
    }

    /** Of a tile that is not there, no. */
    private static boolean hasTileOf(TreeView view, long last) {
        try {
            return view.hasRecord(last);
        } catch (BrokenTree e) {
            return false;
        }
    }

    /** @param below the tiles of the level below that stay; of level 0, those of this level */
    private void keep(int level, long below) {
        long whole = level == 0 ? below : below / Tile.WIDTH;
        int rest = level == 0 ? 0 : (int) (below % Tile.WIDTH);
        tiles.removeFrom(level, rest == 0 ? whole : whole + 1);
        if (rest > 0) {
            tiles.find(level, whole)
                    .filter(tile -> tile.count() > rest)
                    .ifPresent(tile -> tiles.shorten(tile.first(rest)));
        }
    }
}
