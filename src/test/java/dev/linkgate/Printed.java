package dev.linkgate;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.test.system.CapturedOutput;

/**
 * All that the process prints, which goes where it went before, too. The streams are replaced once, so that tests
 * beside each other cannot take them from one another.
 */
final class Printed {

    private static final int KEPT_BYTES = 16_384;

    private static final ByteArrayOutputStream END = new ByteArrayOutputStream();
    private static final List<Copy> COPIES = new ArrayList<>();
    private static long position;
    private static boolean begun;

    private Printed() {}

    static synchronized void begin() {
        if (!begun) {
            begun = true;
            System.setOut(beside(System.out));
            System.setErr(beside(System.err));
        }
    }

    /** A stream that is noted here, too. */
    private static PrintStream beside(PrintStream usual) {
        OutputStream both = new OutputStream() {
            @Override
            public void write(int single) {
                write(new byte[] {(byte) single}, 0, 1);
            }

            @Override
            public void write(byte[] some, int offset, int length) {
                usual.write(some, offset, length);
                keep(some, offset, length);
            }

            @Override
            public void flush() {
                usual.flush();
            }
        };
        return new PrintStream(both, true, usual.charset());
    }

    private static synchronized void keep(byte[] some, int offset, int length) {
        COPIES.forEach(copy -> copy.add(some, offset, length));
        END.write(some, offset, length);
        position += length;
        if (END.size() > 2 * KEPT_BYTES) {
            byte[] end = end(KEPT_BYTES);
            END.reset();
            END.writeBytes(end);
        }
    }

    /** How many bytes were printed. */
    static synchronized long position() {
        return position;
    }

    /** The last of what was printed since then. */
    static synchronized String since(long earlier) {
        return new String(end(Math.min(position - earlier, KEPT_BYTES)), StandardCharsets.UTF_8);
    }

    private static byte[] end(long length) {
        byte[] all = END.toByteArray();
        return Arrays.copyOfRange(all, (int) Math.max(0, all.length - length), all.length);
    }

    /** What is printed from now on. */
    static synchronized Copy copy() {
        Copy copy = new Copy();
        COPIES.add(copy);
        return copy;
    }

    /** What was printed, by all threads, until it was closed. */
    static final class Copy implements CapturedOutput, AutoCloseable {

        private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

        private void add(byte[] some, int offset, int length) {
            printed.write(some, offset, length);
        }

        @Override
        public void close() {
            synchronized (Printed.class) {
                COPIES.remove(this);
            }
        }

        @Override
        public String getAll() {
            return printed.toString(StandardCharsets.UTF_8);
        }

        /** Errors, too: the product does not tell them apart. */
        @Override
        public String getOut() {
            return getAll();
        }

        @Override
        public String getErr() {
            return getAll();
        }

        @Override
        public int length() {
            return getAll().length();
        }

        @Override
        public char charAt(int index) {
            return getAll().charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return getAll().subSequence(start, end);
        }

        @Override
        public String toString() {
            return getAll();
        }
    }
}
