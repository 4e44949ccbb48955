package dev.linkgate.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/** Standard output, or what stands for it. It tells a reader that has left, such as {@code head}, from a full disk. */
public final class Output extends PrintWriter {

    private final Stream stream;

    public Output(OutputStream target, Charset charset) {
        this(new Stream(target), charset);
    }

    private Output(Stream stream, Charset charset) {
        super(new OutputStreamWriter(stream, charset), true);
        this.stream = stream;
    }

    /** Whether its reader has closed it. */
    boolean isUnread() {
        return stream.unread;
    }

    private static final class Stream extends FilterOutputStream {

        private boolean unread;

        private Stream(OutputStream target) {
            super(target);
        }

        /** Java tells the cause in the system's words only. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                unread = String.valueOf(e.getMessage()).contains("Broken pipe");
                throw e;
            }
        }
    }
}
