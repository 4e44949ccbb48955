package dev.linkgate.gateway.trail.archive;

import dev.linkgate.gateway.trail.checkpoint.TrailCheckpoints;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.MalformedLine;
import dev.linkgate.transparency.RecordLine;
import dev.linkgate.transparency.TreeHash;
import dev.linkgate.transparency.UnknownLayout;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Reads an archive again and checks it, as whoever gets it can. */
final class ArchiveCheck {

    private final TrailCheckpoints checkpoints;

    ArchiveCheck(TrailCheckpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    /**
     * Checks every line of an archive, that it ends with its checkpoint, and that its records are those of the trail as
     * the database has it.
     *
     * @param hash of the record before the archive
     * @return the hash of its last record
     * @throws IOException if the archive cannot be read, or is not what it must be
     */
    String lastHash(ArchiveName name, String hash, Path records, Path checkpoint) throws IOException {
        ChainCheck check = checkpoints.behind(name.first() - 1, hash);
        try (InputStream lines = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(records)), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = lines.read(); next >= 0; next = lines.read()) {
                if (next == '\n') {
                    add(check, line.toByteArray());
                    line.reset();
                } else {
                    require(line.size() < RecordLine.LONGEST, records, "a line is longer than that of any record");
                    line.write(next);
                }
            }
            require(line.size() == 0, records, "its last line has no end");
        }
        require(check.sequence() == name.last(), records, "it ends with record " + check.sequence());
        TreeHash root = check.frontier().orElseThrow().root();
        require(
                checkpoints.isOf(Files.readAllBytes(checkpoint), name.last(), root),
                checkpoint,
                "it is not the checkpoint of these records");
        require(
                checkpoints.root(name.last()).equals(Optional.of(root)),
                records,
                "its records are not those of the trail in the database");
        return check.hash();
    }

    private static void add(ChainCheck check, byte[] bytes) throws IOException {
        long sequence = check.sequence() + 1;
        try {
            RecordLine line = RecordLine.parse(bytes, 0, bytes.length);
            Optional<ChainBreak> found = check.add(line.sequence(), line.canonical(), line.previousHash(), line.hash());
            if (found.isPresent()) {
                throw new IOException(
                        "record " + found.get().sequence() + ": " + found.get().reason());
            }
        } catch (MalformedLine | UnknownLayout e) {
            throw new IOException("record " + sequence + ": " + e.getMessage(), e);
        }
    }

    private static void require(boolean holds, Path file, String fault) throws IOException {
        if (!holds) {
            throw new IOException(file + ": " + fault);
        }
    }
}
