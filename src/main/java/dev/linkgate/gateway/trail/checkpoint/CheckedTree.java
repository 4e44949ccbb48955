package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.read.StoredTree;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tree and the checkpoints as a check of the chain compares them with the records. */
@Component
class CheckedTree implements StoredTree {

    private final Tree tree;
    private final TileStore tiles;
    private final CheckpointStore checkpoints;
    private final RollbackCheck rollbacks;
    private final TrailReader records;
    private final CheckpointKeys keys;

    CheckedTree(
            Tree tree,
            TileStore tiles,
            CheckpointStore checkpoints,
            RollbackCheck rollbacks,
            TrailReader records,
            CheckpointKeys keys) {
        this.tree = tree;
        this.tiles = tiles;
        this.checkpoints = checkpoints;
        this.rollbacks = rollbacks;
        this.records = records;
        this.keys = keys;
    }

    /**
     * The root stands for the records: it is signed, and made of the tiles up to the leaf of the last record.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} while the tree is
     *     behind
     */
    @Override
    public Beginning behind(long size, String hash) {
        return checkpoints
                .find(size)
                .map(row -> BrokenTree.answered(() -> behind(row, hash)))
                .orElseGet(Beginning.Unknown::new);
    }

    private Beginning behind(StoredCheckpoint row, String hash) {
        Optional<String> fault = HeldCheckpoint.fault(row, keys);
        if (fault.isPresent()) {
            return broken(row.size(), fault.get());
        }
        try {
            TreeView view = tree.view();
            if (!view.root(row.size()).base64().equals(row.root())) {
                return broken(row.size(), "the tree up to it has another root than its checkpoint");
            }
            if (!TreeView.leaf(new Receipt(row.size(), hash)).equals(view.root(0, row.size() - 1))) {
                return broken(row.size(), "its hash is not the one in the tree");
            }
            return new Beginning.Behind(ChainCheck.after(Frontier.of(row.size(), view), hash));
        } catch (BrokenTree e) {
            if (e.isBehind()) {
                throw e;
            }
            return broken(row.size(), "the tree up to it cannot be read: " + e.getMessage());
        }
    }

    private static Beginning broken(long size, String reason) {
        return new Beginning.Broken(new ChainBreak(size, reason));
    }

    @Override
    public Part read(long first, long last) {
        // Before the tiles: one that is added in between is not missing.
        long lastTile = tiles.last(0).map(Tile::number).orElse(-1L);
        return new CheckedPart(
                lastTile,
                tiles.range(0, (first - 1) / Tile.WIDTH, (last - 1) / Tile.WIDTH),
                checkpoints.range(first, last));
    }

    @Override
    public Optional<ChainBreak> contradiction() {
        return rollbacks
                .contradiction()
                .map(found -> new ChainBreak(
                        Math.min(
                                found.checkpoint().size(),
                                records.head().map(Receipt::sequence).orElse(0L) + 1),
                        "the trail is not the one of " + found));
    }

    @Override
    public boolean isSigned(String text, String note) {
        return keys.accepts(note, text);
    }

    /** The tiles and checkpoints of a part of the trail. */
    private final class CheckedPart implements Part {

        private final long lastTile;
        private final Map<Long, Tile> leaves = new HashMap<>();
        private final Map<Long, StoredCheckpoint> signed = new HashMap<>();
        private long agreed;

        /**
         * @param lastTile the number of the last tile of level 0 that there is, -1 if there is none
         * @param leaves the tiles of level 0
         */
        CheckedPart(long lastTile, List<Tile> leaves, List<StoredCheckpoint> signed) {
            this.lastTile = lastTile;
            leaves.forEach(tile -> this.leaves.put(tile.number(), tile));
            signed.forEach(row -> this.signed.put(row.size(), row));
        }

        @Override
        public long checkpoints() {
            return agreed;
        }

        @Override
        public Optional<ChainBreak> compare(ChainCheck check) {
            long size = check.sequence();
            String difference = difference(size, check);
            return difference == null ? Optional.empty() : Optional.of(new ChainBreak(size, difference));
        }

        private @Nullable String difference(long size, ChainCheck check) {
            String difference = (size - 1) / Tile.WIDTH <= lastTile ? differenceOfTile(size, check.hash()) : null;
            StoredCheckpoint checkpoint = signed.get(size);
            return difference != null || checkpoint == null
                    ? difference
                    : difference(checkpoint, check.frontier().orElseThrow());
        }

        private @Nullable String differenceOfTile(long size, String hash) {
            Tile tile = leaves.get((size - 1) / Tile.WIDTH);
            if (tile == null) {
                return "its tile of the tree is missing";
            }
            if (!tile.has((int) ((size - 1) % Tile.WIDTH), TreeView.leaf(new Receipt(size, hash)))) {
                return "its tile of the tree has another hash in its place";
            }
            if (size % Tile.WIDTH > 0) {
                return null;
            }
            return tile.bytes().length == Tile.WIDTH * TreeHash.LENGTH
                    ? differenceAbove(tile)
                    : "its tile of the tree has more than its hashes";
        }

        /** A level may be behind the one below it; nothing is read from it then. */
        private @Nullable String differenceAbove(Tile whole) {
            for (Tile tile = whole; ; ) {
                int place = (int) (tile.number() % Tile.WIDTH);
                Tile parent =
                        tiles.find(tile.level() + 1, tile.number() / Tile.WIDTH).orElse(null);
                if (parent == null || parent.count() <= place) {
                    return null;
                }
                if (!parent.has(place, Tree.root(tile))) {
                    return "a tile of level " + parent.level()
                            + " of the tree has another root over the records up to it";
                }
                if (place < Tile.WIDTH - 1) {
                    return null;
                }
                tile = parent;
            }
        }

        private @Nullable String difference(StoredCheckpoint checkpoint, Frontier tree) {
            Optional<String> fault = HeldCheckpoint.fault(checkpoint, keys);
            if (fault.isPresent()) {
                return fault.get();
            }
            if (!tree.root().base64().equals(checkpoint.root())) {
                return "the records up to it have another root than its checkpoint";
            }
            agreed++;
            return null;
        }
    }
}
