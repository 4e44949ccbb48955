package dev.linkgate.sqlite;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of an SQLite database, the first 100 bytes of its first page.
 *
 * @param pageSize in bytes
 * @param pages the size of the database; of a file without a write-ahead log it is at least so long
 * @param changes the file change counter. In a write-ahead log each version of the page counts the same as the one
 *     before it, or one more. In a copy that SQLite has made ({@code .backup}, {@code VACUUM INTO}) they begin with 1
 * @param schema the schema cookie, which each change of the schema raises; 0 without tables
 * @see <a href="https://sqlite.org/fileformat2.html#the_database_header">The database header</a>
 */
record PageOne(long pageSize, long pages, long changes, long schema) {

    static final int LENGTH = 100;

    /** The header of a file without content, as it is before the first write. */
    static final PageOne EMPTY = new PageOne(0, 0, 0, 0);

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_PAGE = 65_536;

    /** Whether SQLite has made it by a copy, and nothing was written to it since. */
    boolean isFreshCopy() {
        return changes == 1 && schema > 0;
    }

    /** @throws Unsound if it is none */
    static PageOne of(byte[] header) throws Unsound {
        if (header.length == 0) {
            return EMPTY;
        }
        if (header.length < LENGTH || !Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))) {
            throw new Unsound("it is no SQLite database");
        }
        ByteBuffer bytes = ByteBuffer.wrap(header);
        int pageSize = Short.toUnsignedInt(bytes.getShort(16));
        return new PageOne(
                pageSize == 1 ? LARGEST_PAGE : pageSize,
                Integer.toUnsignedLong(bytes.getInt(28)),
                Integer.toUnsignedLong(bytes.getInt(24)),
                Integer.toUnsignedLong(bytes.getInt(40)));
    }
}
