package dev.linkgate.sqlite;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * What a write-ahead log ({@code -wal}) says of the database that it belongs to. SQLite itself puts its pages into any
 * database of that name: nothing in the format binds the two files together.
 *
 * @param versions of page 1 that it has, oldest first
 * @param pages the size of the database behind it; 0 if it has no committed pages at all
 * @see <a href="https://sqlite.org/fileformat2.html#the_write_ahead_log">The write-ahead log</a>
 */
record WriteAheadLog(SequencedSet<PageOne> versions, long pages) {

    private static final WriteAheadLog NONE = new WriteAheadLog(new LinkedHashSet<>(), 0);

    private static final int MAGIC = 0x377f0682;
    private static final int HEADER = 32;
    private static final int FRAME = 24;
    private static final int BUFFER = 1 << 16;

    /** @throws Unsound if a page in it is damaged */
    static WriteAheadLog read(Path file) throws IOException, Unsound {
        if (Files.notExists(file) || Files.size(file) < HEADER) {
            return NONE;
        }
        try (DataInputStream log = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if ((log.readInt() & ~1) != MAGIC) {
                return NONE; // SQLite ignores it, too
            }
            log.readInt(); // the format's version
            int pageSize = log.readInt();
            log.readInt(); // how many checkpoints there were
            long salt = log.readLong();
            log.readLong(); // the checksum
            long frames = (Files.size(file) - HEADER) / (FRAME + pageSize);
            return read(log, frames, pageSize, salt);
        }
    }

    /** A transaction ends with a frame that has the size of the database; later frames may be of an older log. */
    private static WriteAheadLog read(DataInputStream log, long frames, int pageSize, long salt)
            throws IOException, Unsound {
        SequencedSet<PageOne> versions = new LinkedHashSet<>();
        PageOne uncommitted = null;
        long pages = 0;
        for (long i = 0; i < frames; i++) {
            boolean isPageOne = log.readInt() == 1;
            long pagesBehind = Integer.toUnsignedLong(log.readInt());
            if (log.readLong() != salt) {
                break;
            }
            log.readLong(); // the checksum
            if (isPageOne) {
                uncommitted = PageOne.of(log.readNBytes(PageOne.LENGTH));
                skip(log, pageSize - PageOne.LENGTH);
            } else {
                skip(log, pageSize);
            }
            if (pagesBehind > 0) {
                pages = pagesBehind;
                if (uncommitted != null) {
                    versions.add(uncommitted);
                }
            }
        }
        return new WriteAheadLog(versions, pages);
    }

    private static void skip(InputStream log, int bytes) throws IOException {
        log.skipNBytes(bytes);
    }

    boolean isEmpty() {
        return pages == 0;
    }

    /**
     * Whether it says too little of its database: transactions that neither let it grow nor shrink leave page 1 alone.
     */
    boolean isVague() {
        return !isEmpty() && versions.isEmpty();
    }

    /** Whether the headers do not tell if it belongs to a database: any young log could follow a fresh copy. */
    boolean isVagueOf(PageOne database) {
        return isVague() || (!isEmpty() && !versions.contains(database) && database.isFreshCopy());
    }

    /**
     * Whether it may belong to a database with this header: to one whose page 1 is of before the log, or was copied
     * from the log by a checkpoint. The gateway's database never shrinks.
     */
    boolean fits(PageOne database) {
        if (isEmpty() || versions.contains(database)) {
            return true;
        }
        if (isVague()) {
            return database.pages() == pages;
        }
        PageOne first = versions.getFirst();
        return (database.changes() == first.changes() || database.changes() == first.changes() - 1)
                && database.pages() <= first.pages()
                && database.schema() <= first.schema();
    }
}
