package dev.linkgate.cli.audit;

import dev.linkgate.transparency.ChainBreak;
import dev.linkgate.transparency.MalformedLine;
import dev.linkgate.transparency.RecordLine;
import dev.linkgate.transparency.UnknownLayout;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The records of several exports, one after the other, in constant memory. */
final class ExportLines implements Closeable {

    /** The length in bytes of the beginning that is looked at. The fields that each record has are within them. */
    private static final int SHORT = 512;

    private static final List<String> FIELDS = List.of("{\"sequence\":", "\"phase\":\"", "\"requestId\":\"");

    private final Iterator<String> names;
    private final Inputs inputs;
    private final byte[] buffer = new byte[RecordLine.LONGEST];

    private InputStream file = InputStream.nullInputStream();
    private String name = "";
    private long line;
    private int from;
    private int to;
    private int lineStart;
    private long sequence;

    ExportLines(List<String> names, Inputs inputs) {
        this.names = names.iterator();
        this.inputs = inputs;
    }

    /** The next record, or null at the end of the last export. */
    @Nullable
    RecordLine next() throws Broken, Unreadable {
        int end = lineEnd();
        if (end < 0) {
            return null;
        }
        try {
            RecordLine record = RecordLine.parse(buffer, from, end);
            sequence = record.sequence();
            lineStart = from;
            from = end + 1;
            return record;
        } catch (MalformedLine e) {
            throw broken(String.valueOf(e.getMessage()));
        } catch (UnknownLayout e) {
            throw new Unreadable(place() + " needs a newer version of Linkgate: " + e.getMessage() + ".");
        }
    }

    /** The line of the last record. */
    String text() {
        return new String(buffer, lineStart, from - 1 - lineStart, StandardCharsets.UTF_8);
    }

    /** Whether the last record has these bytes. */
    boolean has(byte[] text) {
        for (int i = lineStart; i <= from - 1 - text.length; i++) {
            if (buffer[i] == text[0] && Arrays.equals(buffer, i, i + text.length, text, 0, text.length)) {
                return true;
            }
        }
        return false;
    }

    /** The break at the last record. */
    Broken broken(ChainBreak fault) {
        return new Broken("broken at record " + fault.sequence() + ": " + fault.reason() + " (" + place() + ")");
    }

    /** The break at the record behind the last one, if the text is that of an export at all. */
    private Broken broken(String reason) throws Unreadable {
        if (sequence == 0 && !isLikeARecord()) {
            throw new Unreadable(name + " is no export of a trail: it does not begin with a record.");
        }
        return brokenBehindLast(reason);
    }

    private Broken brokenBehindLast(String reason) {
        return sequence == 0
                ? new Broken("broken at the first record: " + reason + " (" + place() + ")")
                : broken(new ChainBreak(sequence + 1, reason));
    }

    /** Whether a line was a record once. An altered record has at least one of its fields left. */
    private boolean isLikeARecord() {
        String begun = new String(buffer, from, Math.min(to - from, SHORT), StandardCharsets.ISO_8859_1);
        return FIELDS.stream().anyMatch(begun::contains);
    }

    private String place() {
        return name + ", line " + line;
    }

    /** @return the index of the next line's end, or -1 at the end of the last export */
    private int lineEnd() throws Broken, Unreadable {
        line++;
        int searched = from;
        while (true) {
            for (int i = searched; i < to; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
            }
            makeSpace();
            searched = to;
            if (!readMore() && !openNext()) {
                return -1;
            }
        }
    }

    private void makeSpace() throws Broken, Unreadable {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            throw broken("its line is longer than that of any record");
        }
    }

    private boolean readMore() throws Broken, Unreadable {
        try {
            int read = file.read(buffer, to, buffer.length - to);
            to += Math.max(read, 0);
            return read >= 0;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Unreadable unreadable(IOException failure) throws Broken {
        if (failure instanceof EOFException || failure instanceof ZipException) {
            throw brokenBehindLast("the compressed data is damaged or cut off");
        }
        return Unreadable.of(name, failure);
    }

    /** @return whether there is one */
    private boolean openNext() throws Broken, Unreadable {
        if (to > 0) {
            throw broken("its line is cut off");
        }
        if (!names.hasNext()) {
            return false;
        }
        close();
        name = names.next();
        line = 1;
        try {
            file = inputs.openExport(name);
        } catch (IOException e) {
            throw unreadable(e);
        }
        return true;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Everything was read.
        }
    }
}
