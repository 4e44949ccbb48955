package dev.linkgate.gateway.trail.audit;

import dev.linkgate.transparency.CanonicalForm;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Records as PostgreSQL's {@code COPY} gives them in its binary format. There each field has its length before it, or
 * -1 if it is absent, texts are UTF-8 and numbers big-endian: what stands between the hash and the sequence is the
 * {@link CanonicalForm} of the record.
 */
final class CopiedRecords implements ChainRecords {

    /** Nothing is converted, so each column must have its type. */
    static final String COLUMNS = "layout, previous_hash, hash, " + HashedColumn.SQL + ", sequence";

    /** For a table with columns of other types: the same columns, with values that no record has. */
    static final String FOREIGN_COLUMNS = "NULL::bigint, previous_hash::text, hash::text, "
            + "NULL::bigint, ".repeat(HashedColumn.ALL.length) + "sequence::bigint";

    /** The place of the first hashed column. */
    private static final int FIRST = 4;

    private static final int SIGNATURE_AND_FLAGS = 15;
    private static final short END = -1;

    private final ByteBuffer rows;

    /** @param copy all that {@code COPY} gave */
    CopiedRecords(byte[] copy) {
        this.rows = ByteBuffer.wrap(copy).position(SIGNATURE_AND_FLAGS);
        int extension = rows.getInt();
        rows.position(rows.position() + extension);
    }

    /** The type that a column has, by its place from 1. */
    static int type(int place) {
        boolean isText = place == 2
                || place == 3
                || (place >= FIRST
                        && place < FIRST + HashedColumn.ALL.length
                        && HashedColumn.ALL[place - FIRST].kind == HashedColumn.Kind.TEXT);
        return isText ? Types.VARCHAR : Types.BIGINT;
    }

    @Override
    public @Nullable ChainRecord next() {
        if (rows.getShort() == END) {
            return null;
        }
        long layout = number();
        boolean sound = CanonicalForm.isLayout(layout);
        String previousHash = hash();
        String hash = hash();
        int begin = rows.position();
        int end = begin;
        for (HashedColumn column : HashedColumn.ALL) {
            int length = rows.getInt();
            rows.position(rows.position() + Math.max(0, length));
            if (column.isIn(layout)) {
                end = rows.position();
            } else {
                sound &= length < 0;
            }
        }
        CanonicalForm form = sound
                ? new CanonicalForm((int) layout).fields(rows.array(), begin, end - begin)
                : ChainRecord.NEVER_HASHED;
        return new ChainRecord(number(), form, previousHash, hash);
    }

    /** A number that cannot be absent. */
    private long number() {
        return rows.getInt() == Long.BYTES ? rows.getLong() : ChainRecord.NO_SEQUENCE;
    }

    private String hash() {
        int length = rows.getInt();
        if (length < 0) {
            return ChainRecord.NO_HASH;
        }
        String hash = new String(rows.array(), rows.position(), length, StandardCharsets.ISO_8859_1);
        rows.position(rows.position() + length);
        return hash;
    }
}
