package dev.linkgate.gateway.core.inbound.kept;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Bytes that are counted before there is memory for them. They are in pieces: one array for all of them would be copied
 * as it grows, and needs free memory in one place. At most half of what they take is unused, and never more than one
 * piece of {@value #LONGEST} bytes.
 */
public final class CountedBytes extends OutputStream {

    private static final int LONGEST = 8 * 1024;

    private static final byte[] NONE = {};

    private final LongConsumer beforeMore;
    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = NONE;
    private int lastLength;
    private long size;
    private long allocated;

    /** @param beforeMore gets the number of bytes before they are allocated; its exception passes through */
    public CountedBytes(LongConsumer beforeMore) {
        this.beforeMore = beforeMore;
    }

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (lastLength == last.length) {
                append(Math.clamp(Math.max(left, size), 1, LONGEST));
            }
            int part = Math.min(left, last.length - lastLength);
            System.arraycopy(bytes, from, last, lastLength, part);
            lastLength += part;
            size += part;
            from += part;
            left -= part;
        }
    }

    private void append(int length) {
        beforeMore.accept(length);
        allocated += length;
        if (lastLength > 0) {
            full.add(last);
        }
        last = new byte[length];
        lastLength = 0;
    }

    /** The number of bytes that were written. */
    public long size() {
        return size;
    }

    /** The number of bytes that the pieces take. */
    public long allocated() {
        return allocated;
    }

    public List<ByteBuffer> all() {
        List<ByteBuffer> all = new ArrayList<>();
        full.forEach(piece -> all.add(ByteBuffer.wrap(piece)));
        all.add(ByteBuffer.wrap(last, 0, lastLength));
        return all;
    }

    /** The bytes from the first one on. */
    public InputStream read() {
        List<InputStream> all = new ArrayList<>();
        full.forEach(piece -> all.add(new ByteArrayInputStream(piece)));
        all.add(new ByteArrayInputStream(last, 0, lastLength));
        return new SequenceInputStream(Collections.enumeration(all));
    }
}
