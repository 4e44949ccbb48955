package dev.linkgate.gateway.trail.checkpoint;

import dev.linkgate.transparency.Checkpoint;
import dev.linkgate.transparency.SignedNote;
import dev.linkgate.transparency.TestTree;
import dev.linkgate.transparency.TreeHash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is signed as 0.2.0 stored it: with tiles, and without hashes of last records and frontiers. */
final class TrailOfRelease02 {

    private static final int WIDTH = 256;

    private final JdbcClient jdbc;

    TrailOfRelease02(DataSource database) {
        jdbc = JdbcClient.create(database);
    }

    /** Makes it of all records and checkpoints that there are, and of the files of these checkpoints. */
    void make(CheckpointReplica replica, @Nullable Path directory) throws IOException {
        jdbc.sql("DELETE FROM audit_tile").update();
        List<TreeHash> hashes = CheckpointFixture.hashes(jdbc, Long.MAX_VALUE).stream()
                .map(TreeHash::leaf)
                .toList();
        for (int level = 0; !hashes.isEmpty(); level++) {
            hashes = tiles(level, hashes);
        }
        for (StoredCheckpoint row : replica.store.page(0, 1_000)) {
            Checkpoint signed = Checkpoint.parse(SignedNote.parse(row.note()).text());
            String note = replica.keys
                    .sign(new Checkpoint(signed.origin(), signed.size(), signed.root(), null).text())
                    .toString();
            jdbc.sql("UPDATE audit_checkpoint SET note = ?, frontier = NULL WHERE size = ?")
                    .params(note, row.size())
                    .update();
            if (directory != null) {
                Files.writeString(directory.resolve(CheckpointFixture.name(row.size())), note);
            }
        }
    }

    /** Stores the tiles of a level, and returns the roots over those that are whole. Of leaves only these are stored. */
    private List<TreeHash> tiles(int level, List<TreeHash> hashes) {
        List<TreeHash> roots = new ArrayList<>();
        for (int from = 0; from < hashes.size(); from += WIDTH) {
            List<TreeHash> tile = hashes.subList(from, Math.min(hashes.size(), from + WIDTH));
            if (tile.size() == WIDTH || level > 0) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                tile.forEach(hash -> bytes.writeBytes(hash.bytes()));
                jdbc.sql("INSERT INTO audit_tile (level, number, hashes) VALUES (?, ?, ?)")
                        .params(level, from / WIDTH, bytes.toByteArray())
                        .update();
            }
            if (tile.size() == WIDTH) {
                TestTree tree = new TestTree();
                tile.forEach(tree::add);
                roots.add(tree.root(WIDTH));
            }
        }
        return roots;
    }
}
