package dev.linkgate.cli.audit;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Opens what the arguments of a command name.
 *
 * @param standardInput what {@code -} names
 */
public record Inputs(InputStream standardInput) {

    private static final String STANDARD_INPUT = "-";
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;

    /** The maximum size in bytes. A note or a file of keys has a few thousand at most. */
    private static final int LARGEST = 1 << 20;

    InputStream open(String name) throws IOException {
        return name.equals(STANDARD_INPUT) ? standardInput : Files.newInputStream(path(name));
    }

    /** Opens an export, which may be compressed; then its reader may fail as {@link GzipInput} says. */
    InputStream openExport(String name) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(open(name), BUFFER);
        bytes.mark(2);
        int magic = bytes.read() << Byte.SIZE | bytes.read();
        bytes.reset();
        return magic == GZIP_MAGIC ? new GzipInput(bytes, BUFFER) : bytes;
    }

    /** The bytes of a note or of keys. */
    byte[] read(String name) throws Unreadable {
        try (InputStream in = open(name)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 1 MiB");
            }
            return bytes;
        } catch (IOException e) {
            throw Unreadable.of(name, e);
        }
    }

    private static Path path(String name) throws IOException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IOException("no file can have this name", e);
        }
    }

    /**
     * Compressed bytes. Reading fails by a {@link ZipException} or {@link java.io.EOFException} if they are damaged or
     * cut off, and also if something else follows them, which Java's own reader ignores.
     */
    static final class GzipInput extends GZIPInputStream {

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
}
