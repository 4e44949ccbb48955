package dev.linkgate.cli.audit;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Compressed bytes. Reading fails by a {@link ZipException} or {@link java.io.EOFException} if they are damaged or cut off,
 * and also if something else follows them, which Java's own reader ignores.
 */
final class GzipInput extends GZIPInputStream {

    private static final int TRAILER = 8;

    GzipInput(InputStream in, int buffer) throws IOException {
        super(in, buffer);
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        if (read < 0 && (inf.getRemaining() > TRAILER || in.read() >= 0)) {
            throw new ZipException("something follows the compressed data");
        }
        return read;
    }
}
