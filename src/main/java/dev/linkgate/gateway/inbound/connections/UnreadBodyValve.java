package dev.linkgate.gateway.inbound.connections;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request was answered before its body was read, instead of waiting for the rest of the body.
 * Tomcat would read up to 2 MiB of it, at any speed of the client.
 */
final class UnreadBodyValve extends ValveBase {

    /**
     * Bytes that have arrived are read up to this size, because closing with unread bytes can cost the client its
     * answer.
     */
    private static final int MAX_DISCARDED_BYTES = 128 * 1024;

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        try {
            getNext().invoke(request, response);
        } finally {
            if (!request.isAsync() && !request.isFinished()) {
                discardWhatArrived(request);
                endConnectionUnlessFinished(request, response);
            }
        }
    }

    /** Sends the answer first, because Tomcat changes the status of an unsent one to 500. */
    private static void endConnectionUnlessFinished(Request request, Response response) throws IOException {
        if (!request.isFinished()) {
            if (!response.isCommitted()) {
                response.setHeader("Connection", "close");
            }
            response.finishResponse();
            request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /**
     * Never waits. The size of a chunked body is known too late, so none of it is read. It reads below the servlet API,
     * which would replace the answer with an error when the client ends the body early.
     */
    private static void discardWhatArrived(Request request) {
        if (request.getContentLengthLong() < 0) {
            return;
        }
        org.apache.coyote.Request unread = request.getCoyoteRequest();
        try {
            int left = MAX_DISCARDED_BYTES;
            while (left > 0 && !request.isFinished()) {
                unread.action(ActionCode.AVAILABLE, true);
                int read = unread.getAvailable() > 0 ? unread.doRead(new Discarded()) : -1;
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException | IllegalStateException e) {
            // The client has gone, or the body was being read by other means: the connection ends in any case.
        }
    }

    /** Receives each part of the body, and keeps none. */
    private static final class Discarded implements ApplicationBufferHandler {

        private @Nullable ByteBuffer part;

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            part = buffer;
        }

        @Override
        public @Nullable ByteBuffer getByteBuffer() {
            return part;
        }

        @Override
        public void expand(int size) {}
    }
}
