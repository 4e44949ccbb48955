package dev.linkgate.gateway.inbound.admission;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.gateway.platform.request.ProblemCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A request whose body is limited to {@value #MAX_BYTES} bytes, more than any request of the gateway needs, and to a
 * time. Reading throws {@link LinkgateException}: {@code body-too-large}, or {@code invalid-request} if the body ends
 * early or comes too slowly.
 */
final class BoundedBody extends HttpServletRequestWrapper {

    static final int MAX_BYTES = 64 * 1024;

    private final LongSupplier nanos;
    private final long deadlineNanos;

    /**
     * @param time for the whole body, from now on
     * @param nanos as {@link System#nanoTime()}
     */
    BoundedBody(HttpServletRequest request, Duration time, LongSupplier nanos) {
        super(request);
        this.nanos = nanos;
        this.deadlineNanos = nanos.getAsLong() + time.toNanos();
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (getContentLengthLong() > MAX_BYTES) {
            throw tooLarge();
        }
        return new Stream(super.getInputStream());
    }

    private static LinkgateException tooLarge() {
        return Failure.of(ProblemCode.BODY_TOO_LARGE, "The body is larger than 64 KiB.")
                .toException();
    }

    private final class Stream extends ServletInputStream {

        private final ServletInputStream body;
        private int left = MAX_BYTES;

        Stream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            int read;
            try {
                read = body.read(buffer, offset, length);
            } catch (IOException e) {
                throw Failure.invalid("body", "could not be read to its end").toException();
            }
            if (read > 0) {
                left -= read;
                if (left < 0) {
                    throw tooLarge();
                }
                if (nanos.getAsLong() - deadlineNanos > 0) {
                    throw Failure.invalid("body", "came too slowly").toException();
                }
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("bodies are read by the thread of the request");
        }
    }
}
