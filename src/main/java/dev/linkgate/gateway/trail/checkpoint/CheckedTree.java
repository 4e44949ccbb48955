package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.gateway.trail.audit.RecordHashes;
import dev.linkgate.gateway.trail.audit.StoredTree;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.MalformedNote;
import dev.linkgate.transparency.Proofs;
import dev.linkgate.transparency.SignedNote;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The tree and the checkpoints as a check of the chain compares them with the records. */
@Component
class CheckedTree implements StoredTree {

    private final Tree tree;
    private final TileStore tiles;
    private final CheckpointStore checkpoints;
    private final StoredNotes notes;
    private final RollbackCheck rollbacks;
    private final RecordHashes records;
    private final CheckpointKeys keys;

    CheckedTree(
            Tree tree,
            TileStore tiles,
            CheckpointStore checkpoints,
            StoredNotes notes,
            RollbackCheck rollbacks,
            RecordHashes records,
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
                        Math.min(found.checkpoint().size(), records.head().orElse(0L) + 1),
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
}
