package dev.linkgate.gateway.feature.limits;

import dev.linkgate.gateway.core.inbound.kept.CountedBytes;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A request whose body is read as a whole, into bytes of the request's {@linkplain RequestAccount account}, before
 * anything is made of its beginning. That happens when it is first read, so a body that is not read is not waited for.
 * Reading throws {@link LinkgateException}: {@code body-too-large}, {@code rate-limited} if the account has no room, or
 * {@code invalid-request} if the body ends early or comes too slowly.
 */
final class CountedBody extends HttpServletRequestWrapper {

    static final int MAX_BYTES = 16 * 1024;

    /** The one whose bodies may be larger: a declaration of all that there is. */
    static final String DECLARATIONS = "/admin/config";

    static final int MAX_BYTES_OF_A_DECLARATION = 1024 * 1024;

    /** So much of the heap as a multiple of its size is what is made of a body: text, objects, and copies of them. */
    static final int MADE_OF_IT = 4;

    /** The size of a read in bytes: as much as Tomcat has buffered of a connection. */
    private static final int PART = 2048;

    private final RequestAccount account;
    private final Duration time;
    private final LongSupplier nanos;
    private @Nullable InputStream whole;

    /**
     * @param time for the whole body, from its first reading on
     * @param nanos as {@link System#nanoTime()}
     */
    CountedBody(HttpServletRequest request, RequestAccount account, Duration time, LongSupplier nanos) {
        super(request);
        this.account = account;
        this.time = time;
        this.nanos = nanos;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Stream();
    }

    /** No body of the gateway is a text; a reader would have a buffer of its own. */
    @Override
    public BufferedReader getReader() {
        throw new UnsupportedOperationException("bodies are read as bytes");
    }

    private InputStream whole() {
        InputStream known = whole;
        if (known == null) {
            known = readWhole();
            whole = known;
        }
        return known;
    }

    private InputStream readWhole() {
        int max = DECLARATIONS.equals(getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                ? MAX_BYTES_OF_A_DECLARATION
                : MAX_BYTES;
        if (getContentLengthLong() > max) {
            throw tooLarge(max);
        }
        CountedBytes bytes = new CountedBytes(account::take);
        long begun = nanos.getAsLong();
        byte[] part = new byte[PART];
        for (int length = read(part); length >= 0; length = read(part)) {
            if (bytes.size() + length > max) {
                throw tooLarge(max);
            }
            if (nanos.getAsLong() - begun > time.toNanos()) {
                throw Failure.invalid("body", "came too slowly").toException();
            }
            bytes.write(part, 0, length);
        }
        account.take(MADE_OF_IT * bytes.size());
        return bytes.read();
    }

    private int read(byte[] part) {
        try {
            return super.getInputStream().read(part);
        } catch (IOException e) {
            throw Failure.invalid("body", "could not be read to its end").toException();
        }
    }

    private static LinkgateException tooLarge(int max) {
        return Failure.of(ProblemCode.BODY_TOO_LARGE, "The body is larger than " + max / 1024 + " KiB.")
                .toException();
    }

    private final class Stream extends ServletInputStream {

        @Override
        public int read() throws IOException {
            return whole().read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return whole().read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            throw new UnsupportedOperationException("bodies are read by the thread of the request");
        }

        @Override
        public boolean isReady() {
            throw new UnsupportedOperationException("bodies are read by the thread of the request");
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("bodies are read by the thread of the request");
        }
    }
}
