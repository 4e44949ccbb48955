package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.trail.audit.StoredTree;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.Frontier;
import dev.linkgate.transparency.TreeHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tiles and checkpoints of a part of the trail. */
final class CheckedPart implements StoredTree.Part {

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
                    (int) ((size - 1) % Tile.WIDTH), LeafHash.of(check.hash()).orElseThrow())) {
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
                return "a tile of level " + parent.level() + " of the tree has another root over the records up to it";
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
