package dev.linkgate.admission;

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
 * Ends a connection whose request was answered before its body was read, instead of waiting for the rest of the body to
 * come. Tomcat would read up to 2 MiB of it, at whatever speed its client sends.
 */
final class UnreadBodyValve extends ValveBase {

    /** What has arrived is taken up to this size, because closing with unread bytes can cost the client its answer. */
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

    /** Sends the answer first, because Tomcat changes the status of one that is not on its way yet to 500. */
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
     * Never waits. A chunked body tells too late how much there is, so none of it is taken. It reads below the servlet
     * API, which would put an error into the place of the answer when the client ends the body early.
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

    /** Is shown each part of the body, and keeps none. */
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
