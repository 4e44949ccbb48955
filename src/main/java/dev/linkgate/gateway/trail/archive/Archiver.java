package dev.linkgate.gateway.trail.archive;

import dev.linkgate.gateway.platform.request.RequestContext;
import dev.linkgate.gateway.platform.request.Target;
import dev.linkgate.gateway.trail.audit.Action;
import dev.linkgate.gateway.trail.audit.ArchivableRecords;
import dev.linkgate.gateway.trail.audit.Archived;
import dev.linkgate.gateway.trail.audit.AuditTrail;
import dev.linkgate.gateway.trail.audit.TrailBase;
import dev.linkgate.gateway.trail.checkpoint.TrailCheckpoints;
import dev.linkgate.transparency.CanonicalForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves old records into files.
 *
 * <p>Invariants: (1) a record is removed only when a file that has it is on the disk, was read again and checked, and is
 * noted; (2) each step can be done again, so whoever was killed lost nothing, and the next one goes on; (3) no record is
 * removed that an open intent, an unfinished operation or the tree still needs; (4) a file that is there already is used
 * only if its records are those of the trail in the database, which a backup may have put back.
 */
final class Archiver {

    /** The most records of one archive. */
    private static final long MOST = 1_000_000;

    private static final int OK = 200;

    private static final Logger log = LoggerFactory.getLogger(Archiver.class);

    private final ArchiveDirectory directory;
    private final ArchiveCheck check;
    private final ArchivableRecords records;
    private final TrailBase base;
    private final TrailCheckpoints checkpoints;
    private final AuditTrail trail;
    private final InstantSource clock;

    Archiver(
            ArchiveDirectory directory,
            ArchivableRecords records,
            TrailBase base,
            TrailCheckpoints checkpoints,
            AuditTrail trail,
            InstantSource clock) {
        this.directory = directory;
        this.check = new ArchiveCheck(checkpoints);
        this.records = records;
        this.base = base;
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
        long last = records.lastBefore(before);
        Optional<ArchiveName> written = directory.beginningWith(end.sequence() + 1);
        if (written.isPresent()) {
            // By a process that was killed before it could note it, or before the database was restored from a backup.
            adopt(written.get(), end, last);
            return true;
        }
        Optional<ArchiveName> next = checkpoints
                .largest(end.sequence(), Math.min(last, end.sequence() + MOST))
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
        record(name, () -> read(name, end));
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
        directory.write(name, note, to -> records.write(name.first(), name.last(), to));
        String hash = check.lastHash(name, end.hash(), directory.draft(name), directory.checkpoint(name));
        directory.publish(name);
        return hash;
    }

    private String read(ArchiveName name, End end) throws IOException {
        return check.lastHash(name, end.hash(), directory.records(name), directory.checkpoint(name));
    }

    private interface Hash {
        String get() throws IOException;
    }

    /** Notes an archive, as a write that is on record. */
    private void record(ArchiveName name, Hash hash) throws IOException {
        RequestContext context = RequestContext.system("archive-" + name.first() + "-" + name.last());
        try {
            trail.write(context, Action.AUDIT_ARCHIVE, Target.of(Target.Kind.ARCHIVE, name.records()), OK, intent -> {
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
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            String text = Archived.text(name.first(), name.last(), hash, name.records(), now);
            Archived archived =
                    new Archived(name.first(), name.last(), hash, name.records(), now, checkpoints.sign(text));
            if (!base.advance(archived)) {
                throw new IOException("another archive was made at the same time");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
