package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.inbound.kept.CountedBytes;
import dev.linkgate.gateway.core.inbound.kept.RequestAccount;
import dev.linkgate.gateway.core.inbound.kept.UnreadBodyValve;
import dev.linkgate.gateway.core.platform.concurrency.FairTurns;
import dev.linkgate.gateway.core.platform.request.LargeAnswer;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.web.DirectAnswer;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.coyote.CloseNowException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * An answer that is held until it is finished, unless it is {@linkplain DirectAnswer direct}. So whatever it was made
 * from can go before its first byte is sent, and its bytes count in the {@linkplain RequestAccount account} of its
 * request until its client has taken them.
 *
 * <p>One that is too large for what is left is dropped, and its request {@linkplain #requireRoom refused}. A large one
 * waits for its turn to be made. Small ones, those to writes that are on record, and failures, which are small, are
 * only counted.
 */
final class HeldAnswer extends HttpServletResponseWrapper implements LargeAnswer, AutoCloseable {

    /**
     * The maximum size of a small answer in bytes. As much is in the other buffers of each connection, which are
     * limited.
     */
    static final int SMALL = 8 * 1024;

    /** The size in bytes from which on an answer is made in turns. */
    private static final int LARGE = 64 * 1024;

    /** The number of turns, so that the other half of the processors is free for the other requests. */
    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * The time in which a client must take the whole answer. Tomcat ends a connection that takes nothing much earlier.
     */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private final HttpServletRequest request;
    private final RequestContext context;
    private final RequestAccount account;
    private final FairTurns turns;
    private final LongSupplier nanos;

    private FairTurns.@Nullable Turn turn;
    /** What the answer is made from, in bytes. */
    private long sources;

    private CountedBytes content = new CountedBytes(this::count);
    private @Nullable PrintWriter writer;
    private @Nullable LinkgateException refusal;

    /** The turns that all large answers share. */
    static FairTurns turns() {
        return new FairTurns("large answers", AT_ONCE, AT_ONCE);
    }

    /** @param nanos as {@link System#nanoTime()} */
    HeldAnswer(
            HttpServletRequest request,
            HttpServletResponse response,
            RequestContext context,
            RequestAccount account,
            FairTurns turns,
            LongSupplier nanos) {
        super(response);
        this.request = request;
        this.context = context;
        this.account = account;
        this.turns = turns;
        this.nanos = nanos;
    }

    private void count(long bytes) {
        if (content.size() < SMALL || isNeverRefused()) {
            account.takeAnyway(bytes);
        } else {
            account.take(bytes);
            if (content.size() >= LARGE) {
                begin();
            }
        }
    }

    @Override
    public void takes(long bytes) {
        account.take(bytes);
        sources += bytes;
    }

    @Override
    public void begin() {
        if (turn == null && !isNeverRefused()) {
            turn = turns.take(context, PATIENCE);
        }
    }

    /** Instead of a failure, which is small, there would only be another one. */
    private boolean isNeverRefused() {
        return context.facts().action() != null || isFailure();
    }

    boolean isFailure() {
        return getStatus() >= HttpStatus.BAD_REQUEST.value();
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return DirectAnswer.isNoted(request) ? super.getOutputStream() : new Stream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer =
                    new PrintWriter(new OutputStreamWriter(getOutputStream(), Charset.forName(getCharacterEncoding())));
        }
        return writer;
    }

    /** Sends nothing of an answer that is held. */
    @Override
    public void flushBuffer() throws IOException {
        if (DirectAnswer.isNoted(request)) {
            super.flushBuffer();
        }
    }

    @Override
    public void reset() {
        super.reset();
        drop();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        drop();
    }

    private void drop() {
        made();
        account.giveBack(content.allocated());
        content = new CountedBytes(this::count);
        writer = null;
        refusal = null;
    }

    /**
     * Replaces the content.
     *
     * @param rewriting gets what was held, and where to write
     */
    void rewrite(BiConsumer<CountedBytes, OutputStream> rewriting) {
        CountedBytes plain = content;
        content = new CountedBytes(this::count);
        rewriting.accept(plain, new Stream());
        account.giveBack(plain.allocated());
    }

    boolean isEmpty() {
        return content.size() == 0;
    }

    /** @throws LinkgateException {@code rate-limited} if the answer was too large for what is left */
    void requireRoom() {
        if (writer != null) {
            writer.flush();
        }
        if (refusal != null) {
            throw refusal;
        }
    }

    /**
     * Sends what is held. It is made by then.
     *
     * @throws CloseNowException if the client takes it too slowly; the connection cannot be used any more
     */
    void send() throws IOException {
        made();
        if (isEmpty()) {
            return;
        }
        UnreadBodyValve.announceEnd(request, this);
        setContentLengthLong(content.size());
        ServletOutputStream out = super.getOutputStream();
        long begun = nanos.getAsLong();
        for (ByteBuffer piece : content.all()) {
            if (nanos.getAsLong() - begun > LONGEST.toNanos()) {
                throw new CloseNowException("The client did not take its answer in time");
            }
            out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
        }
        out.flush(); // else its end would be sent when the request's account is closed already
    }

    private void made() {
        if (sources > 0) {
            account.giveBack(sources);
            sources = 0;
        }
        if (turn != null) {
            turn.close();
            turn = null;
        }
    }

    /** Gives its turn back; its account has the bytes until it is closed itself. */
    @Override
    public void close() {
        made();
    }

    /** Keeps what is written, unless the answer is refused. An exception would be wrapped by whatever writes. */
    private final class Stream extends ServletOutputStream {

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (refusal != null) {
                return;
            }
            try {
                content.write(bytes, offset, length);
            } catch (LinkgateException full) {
                drop();
                refusal = full;
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("answers are written by the request's own thread");
        }
    }
}
