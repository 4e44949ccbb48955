package dev.linkgate.gateway.trail.audit;

import dev.linkgate.transparency.CanonicalForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Records as SQLite gives them: a text with one JSON array a line. JSON shows the type of each value, and has an escape
 * for every character that SQL's functions for texts would end at.
 */
final class JsonRecords implements ChainRecords {

    /**
     * The records from one sequence up to another, in one value. A record with a blob gets no layout, because a blob can
     * pass for JSON of any value. Blobs are greater than all texts and numbers.
     */
    static final String QUERY = """
            SELECT group_concat(line, char(10)) FROM (
                SELECT CASE WHEN %s
                    THEN json_array(sequence, NULL, CAST(previous_hash AS TEXT), CAST(hash AS TEXT))
                    ELSE json_array(sequence, layout, previous_hash, hash, %s) END AS line
                FROM audit_record WHERE sequence >= ? AND sequence < ? ORDER BY sequence)""".formatted(isBlob(), HashedColumn.SQL);

    private static String isBlob() {
        return Stream.concat(
                        Stream.of("layout", "previous_hash", "hash"),
                        Arrays.stream(HashedColumn.ALL).map(HashedColumn::sql))
                .map(column -> column + " >= x''")
                .collect(Collectors.joining(" OR "));
    }

    private enum Value {
        NULL,
        NUMBER,
        TEXT,
        OTHER
    }

    private final byte[] lines;
    private int at;

    /** Of the value that was read last, if it is a number. */
    private long number;

    /** Of the value that was read last, if it is a text: its UTF-8. */
    private byte[] utf8;

    private int start;
    private int length;

    JsonRecords(byte[] lines) {
        this.lines = lines;
        this.utf8 = lines;
    }

    @Override
    public @Nullable ChainRecord next() {
        if (at >= lines.length) {
            return null;
        }
        long sequence = read() == Value.NUMBER ? number : ChainRecord.NO_SEQUENCE;
        long layout = read() == Value.NUMBER ? number : CanonicalForm.NO_LAYOUT;
        boolean sound = CanonicalForm.isLayout(layout);
        String previousHash = hash();
        String hash = hash();
        CanonicalForm form = new CanonicalForm((int) layout);
        for (HashedColumn column : HashedColumn.ALL) {
            Value value = read();
            sound &= column.isIn(layout) ? add(form, column.kind, value) : value == Value.NULL;
        }
        while (at < lines.length && lines[at++] != '\n') {
            sound &= lines[at - 1] == ']';
        }
        return new ChainRecord(sequence, sound ? form : ChainRecord.NEVER_HASHED, previousHash, hash);
    }

    private String hash() {
        return read() == Value.TEXT
                ? new String(utf8, start, length, StandardCharsets.ISO_8859_1)
                : ChainRecord.NO_HASH;
    }

    private boolean add(CanonicalForm form, HashedColumn.Kind kind, Value value) {
        return switch (value) {
            case NULL -> {
                form.absent();
                yield true;
            }
            case NUMBER -> {
                form.number(number);
                yield kind == HashedColumn.Kind.NUMBER;
            }
            case TEXT -> {
                form.text(utf8, start, length);
                yield kind == HashedColumn.Kind.TEXT;
            }
            case OTHER -> false;
        };
    }

    /** Reads the value behind the next bracket or comma; {@code OTHER} at the end of the line. */
    private Value read() {
        if (lines[at] == ']') {
            return Value.OTHER;
        }
        at++;
        if (lines[at] == '"') {
            at++;
            readText();
            return Value.TEXT;
        }
        int begin = at;
        while (lines[at] != ',' && lines[at] != ']') {
            at++;
        }
        if (lines[begin] == 'n') {
            return Value.NULL;
        }
        return isWholeNumber(begin) ? Value.NUMBER : Value.OTHER;
    }

    /** Ends behind the closing quote. */
    private void readText() {
        int begin = at;
        while (lines[at] != '"' && lines[at] != '\\') {
            at++;
        }
        utf8 = lines;
        start = begin;
        length = at - begin;
        if (lines[at] == '\\') {
            unescape(begin);
        }
        at++;
    }

    private void unescape(int begin) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        plain.write(lines, begin, at - begin);
        while (lines[at] != '"') {
            if (lines[at] == '\\') {
                plain.write(escaped());
            } else {
                plain.write(lines[at++]);
            }
        }
        utf8 = plain.toByteArray();
        start = 0;
        length = utf8.length;
    }

    /** Only control characters have the long form. */
    private int escaped() {
        byte character = lines[at + 1];
        at += 2;
        return switch (character) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield Integer.parseInt(new String(lines, at - 4, 4, StandardCharsets.US_ASCII), 16);
            }
            default -> character;
        };
    }

    /** Whether the value up to here is a number without a fraction, which SQLite keeps in 64 bits. */
    private boolean isWholeNumber(int begin) {
        boolean negative = lines[begin] == '-';
        int first = negative ? begin + 1 : begin;
        if (first == at) {
            return false;
        }
        long negated = 0; // the smallest number has no positive counterpart
        for (int i = first; i < at; i++) {
            if (lines[i] < '0' || lines[i] > '9') {
                return false;
            }
            negated = negated * 10 - (lines[i] - '0');
        }
        number = negative ? negated : -negated;
        return true;
    }
}
