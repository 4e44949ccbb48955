package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.platform.request.Receipt;
import dev.linkgate.gateway.trail.read.StoredTree;
import dev.linkgate.gateway.trail.read.TrailReader;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.Proofs;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TreeHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tree and the checkpoints as a check of the chain compares them with the records. */
@Component
class CheckedTree implements StoredTree {

    private final Tree tree;
    private final TileStore tiles;
    private final CheckpointStore checkpoints;
    private final StoredNotes notes;
    private final RollbackCheck rollbacks;
    private final TrailReader records;
    private final CheckpointKeys keys;

    CheckedTree(
            Tree tree,
            TileStore tiles,
            CheckpointStore checkpoints,
            StoredNotes notes,
            RollbackCheck rollbacks,
            TrailReader records,
            CheckpointKeys keys) {
        this.tree = tree;
        this.tiles = tiles;
        this.checkpoints = checkpoints;
        this.notes = notes;
        this.rollbacks = rollbacks;
        this.records = records;
        this.keys = keys;
    }

    /**
     * The root stands for the records: it is signed, and made of the tiles up to the leaf of the last record.
     *
     * @throws dev.linkgate.gateway.platform.request.LinkgateException {@code audit-unavailable} while the tree is behind
     */
    @Override
    public Beginning behind(long size, String hash) {
        return checkpoints
                .find(size)
                .map(row -> TreeProofs.answered(() -> behind(row, hash)))
                .orElseGet(Beginning.Unknown::new);
    }

    private Beginning behind(StoredCheckpoint row, String hash) {
        Optional<String> fault = notes.fault(row);
        if (fault.isPresent()) {
            return broken(row.size(), fault.get());
        }
        try {
            TreeView view = tree.view();
            if (!view.root(row.size()).base64().equals(row.root())) {
                return broken(row.size(), "the tree up to it has another root than its checkpoint");
            }
            if (!LeafHash.of(hash).equals(Optional.of(view.root(0, row.size() - 1)))) {
                return broken(row.size(), "its hash is not the one in the tree");
            }
            return new Beginning.Behind(ChainCheck.after(Proofs.frontier(row.size(), view), hash));
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
                tiles.range(0, (first - 1) / Tile.WIDTH, (last - 1) / Tile.WIDTH),
                lastTile,
                (level, number) -> tiles.find(level, number),
                checkpoints.range(first, last),
                notes::fault);
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
        try {
            SignedNote signed = SignedNote.parse(note);
            return signed.text().equals(text) && keys.accepts(signed);
        } catch (MalformedNote e) {
            return false;
        }
    }

    /** The tiles and checkpoints of a part of the trail. */
    static final class CheckedPart implements StoredTree.Part {

        private final Map<Long, Tile> leaves = new HashMap<>();
        private final long lastTile;
        private final Tiles above;
        private final Map<Long, StoredCheckpoint> checkpoints = new HashMap<>();
        private final Function<StoredCheckpoint, Optional<String>> fault;
        private long agreed;

        interface Tiles {
            Optional<Tile> find(int level, long number);
        }

        /**
         * @param leaves the tiles of level 0
         * @param lastTile the number of the last such tile that there is, -1 if there is none
         * @param above finds tiles of higher levels
         * @param fault why a row is no checkpoint
         */
        CheckedPart(
                List<Tile> leaves,
                long lastTile,
                Tiles above,
                List<StoredCheckpoint> checkpoints,
                Function<StoredCheckpoint, Optional<String>> fault) {
            leaves.forEach(tile -> this.leaves.put(tile.number(), tile));
            this.lastTile = lastTile;
            this.above = above;
            checkpoints.forEach(row -> this.checkpoints.put(row.size(), row));
            this.fault = fault;
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
            long number = (size - 1) / Tile.WIDTH;
            if (number <= lastTile) {
                Tile tile = leaves.get(number);
                if (tile == null) {
                    return "its tile of the tree is missing";
                }
                if (!tile.has(
                        (int) ((size - 1) % Tile.WIDTH),
                        LeafHash.of(check.hash()).orElseThrow())) {
                    return "its tile of the tree has another hash in its place";
                }
                if (size % Tile.WIDTH == 0) {
                    if (tile.bytes().length != Tile.WIDTH * TreeHash.LENGTH) {
                        return "its tile of the tree has more than its hashes";
                    }
                    String fault = differenceAbove(tile);
                    if (fault != null) {
                        return fault;
                    }
                }
            }
            StoredCheckpoint checkpoint = checkpoints.get(size);
            return checkpoint == null
                    ? null
                    : difference(checkpoint, check.frontier().orElseThrow());
        }

        /** A level may be behind the one below it; nothing is read from it then. */
        private @Nullable String differenceAbove(Tile whole) {
            for (Tile tile = whole; ; ) {
                int place = (int) (tile.number() % Tile.WIDTH);
                Tile parent =
                        above.find(tile.level() + 1, tile.number() / Tile.WIDTH).orElse(null);
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
            Optional<String> invalid = fault.apply(checkpoint);
            if (invalid.isPresent()) {
                return invalid.get();
            }
            if (!tree.root().base64().equals(checkpoint.root())) {
                return "the records up to it have another root than its checkpoint";
            }
            agreed++;
            return null;
        }
    }
}
