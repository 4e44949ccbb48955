package dev.linkgate.gateway.feature.archives;

import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.Micros;
import dev.linkgate.gateway.core.trail.audit.AuditTrail;
import dev.linkgate.gateway.core.trail.read.Archived;
import dev.linkgate.gateway.core.trail.read.TrailBase;
import dev.linkgate.gateway.core.trail.read.TrailFilter;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.core.trail.record.AuditRecord;
import dev.linkgate.gateway.feature.checkpoints.Checkpoints;
import dev.linkgate.gateway.feature.checkpoints.RecordedSeals;
import dev.linkgate.gateway.feature.checkpoints.SignedTrail;
import dev.linkgate.transparency.CanonicalForm;
import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.ChainCheck;
import dev.linkgate.transparency.MalformedLine;
import dev.linkgate.transparency.RecordLine;
import dev.linkgate.transparency.UnknownLayout;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Moves old records into files.
 *
 * <p>Invariants: (1) a record is removed only when a file that has it is on the disk, was read again and checked, and
 * is noted; (2) each step can be done again, so a killed replica has lost nothing, and the next one goes on; (3) no
 * record is removed that an open intent, an unfinished operation or the tree still needs; (4) a file that is there
 * already is used only if its records are those of the trail in the database, which a backup may have put back.
 */
final class Archiver {

    /** The most records of one archive. */
    private static final long MOST = 1_000_000;

    /** The records that are read at once, and are in memory at once. */
    private static final int CHUNK = 1_000;

    private static final int OK = 200;

    private static final Logger log = LoggerFactory.getLogger(Archiver.class);

    private final ArchiveDirectory directory;
    private final TrailReader reader;
    private final JsonMapper json;
    private final TrailBase base;
    private final SignedTrail signed;
    private final Checkpoints checkpoints;
    private final AuditTrail trail;
    private final InstantSource clock;

    Archiver(
            ArchiveDirectory directory,
            TrailReader reader,
            JsonMapper json,
            TrailBase base,
            SignedTrail signed,
            Checkpoints checkpoints,
            AuditTrail trail,
            InstantSource clock) {
        this.directory = directory;
        this.reader = reader;
        this.json = json;
        this.base = base;
        this.signed = signed;
        this.checkpoints = checkpoints;
        this.trail = trail;
        this.clock = clock;
    }

    /** The end of the records that are archived. */
    record End(long sequence, String hash) {}

    /**
     * Archives the oldest records, and leaves them in the database.
     *
     * @param before only records that are older
     * @return whether there was something to archive
     * @throws IOException if the directory does not work, or has another archive of these records; nothing has changed
     *     then
     */
    boolean archive(Instant before) throws IOException {
        End end = end();
        long last = Math.max(end.sequence(), lastBefore(before));
        Optional<ArchiveName> written = directory.beginningWith(end.sequence() + 1);
        if (written.isPresent()) {
            // By a process that was killed before it could note it, or before the database was restored from a backup.
            adopt(written.get(), end, last);
            return true;
        }
        Optional<ArchiveName> next = checkpoints
                .largest(end.sequence(), end.hash(), Math.min(last, end.sequence() + MOST))
                .map(size -> new ArchiveName(end.sequence() + 1, size));
        if (next.isPresent()) {
            record(next.get(), () -> write(next.get(), end));
        }
        return next.isPresent();
    }

    private void adopt(ArchiveName name, End end, long last) throws IOException {
        if (name.last() > last) {
            throw new IOException(directory.records(name) + ": it ends with record " + name.last()
                    + ", and only records up to " + last + " can be archived now");
        }
        record(name, () -> lastHash(name, end.hash(), directory.records(name), directory.checkpoint(name)));
    }

    /**
     * The last record that is older than a time and before every open intent. Records are made in the order of their
     * times, but for moments.
     */
    private long lastBefore(Instant time) {
        long last = reader.before(time);
        List<Long> open = reader.openIntents();
        return open.isEmpty() ? last : Math.min(last, open.getFirst() - 1);
    }

    /** The lines of an export. */
    private void lines(ArchiveName name, OutputStream to) throws IOException {
        TrailReader.RecordBatch part = TrailReader.RecordBatch.behind(name.first() - 1);
        while (!part.atEnd()) {
            part = reader.after(part.last(), TrailFilter.ALL.until(name.last()), CHUNK);
            for (AuditRecord record : part.records()) {
                to.write(json.writeValueAsBytes(record));
                to.write('\n');
            }
        }
    }

    End end() {
        List<Archived> archives = base.archives();
        return archives.isEmpty()
                ? new End(0, CanonicalForm.GENESIS)
                : new End(archives.getLast().last(), archives.getLast().hash());
    }

    /** Writes an archive. It has its name only after it was read again. */
    String write(ArchiveName name, End end) throws IOException {
        byte[] note = checkpoints.note(name.last()).getBytes(StandardCharsets.UTF_8);
        directory.write(name, note, to -> lines(name, to));
        String hash = lastHash(name, end.hash(), directory.draft(name), directory.checkpoint(name));
        directory.publish(name);
        return hash;
    }

    private interface Hash {
        String get() throws IOException;
    }

    /** Notes an archive, as a write that is on record. */
    private void record(ArchiveName name, Hash hash) throws IOException {
        RequestContext context = RequestContext.system("archive-" + name.first() + "-" + name.last());
        try {
            trail.write(
                    context,
                    ArchiveWords.AUDIT_ARCHIVE,
                    Target.of(ArchiveWords.ARCHIVE, name.records()),
                    OK,
                    intent -> {
                        note(name, hash);
                        return name;
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        log.info("Archived the audit records {} to {} in {}", name.first(), name.last(), directory.records(name));
    }

    private void note(ArchiveName name, Hash made) {
        try {
            String hash = made.get();
            Instant now = Micros.now(clock);
            String seals = seals(name);
            String text = Archived.text(name.first(), name.last(), hash, name.records(), now, seals);
            Archived archived =
                    new Archived(name.first(), name.last(), hash, name.records(), now, seals, checkpoints.sign(text));
            if (!base.advance(archived)) {
                throw new IOException("another archive was made at the same time");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all records up to the end of an archive say of the rows that give rights. */
    private String seals(ArchiveName name) {
        List<Archived> before = base.archives();
        RecordedSeals seals =
                RecordedSeals.after(before.isEmpty() ? null : before.getLast().seals());
        TrailFilter outcomes = TrailFilter.ALL.outcomes().until(name.last());
        TrailReader.RecordBatch part = TrailReader.RecordBatch.behind(name.first() - 1);
        while (!part.atEnd()) {
            part = reader.after(part.last(), outcomes, CHUNK);
            part.records().forEach(record -> seals.add(record.entry()));
        }
        return seals.text();
    }

    /**
     * Reads an archive again as its later reader can: checks every line, that it ends with its checkpoint, and that its
     * records are those of the trail as the database has it.
     *
     * @param hash of the record before the archive
     * @return the hash of its last record
     * @throws IOException if the archive cannot be read, or is not what it must be
     */
    private String lastHash(ArchiveName name, String hash, Path records, Path checkpoint) throws IOException {
        ChainCheck check = name.first() == 1 ? ChainCheck.ofWhole() : signed.checkBehind(name.first() - 1, hash);
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
        require(
                reader.hash(name.last()).equals(Optional.of(check.hash())),
                records,
                "its records are not those of the trail in the database");
        require(
                checkpoints.keep(new String(Files.readAllBytes(checkpoint), StandardCharsets.UTF_8), check),
                checkpoint,
                "it is not the checkpoint of these records");
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
