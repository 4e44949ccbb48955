package dev.linkgate.gateway.core.inbound.kept;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Closes a connection whose request was answered before its body was read, instead of waiting for the rest of the body.
 * Tomcat would read up to 2 MiB of it, at any speed of the client.
 *
 * <p>The answer says so, because its client would send its next request on the same connection: RFC 9112, section 9.6.
 * An answer that is sent before this valve has its turn must ask {@link #announceEnd}.
 */
public final class UnreadBodyValve extends ValveBase {

    /** The name of the attribute of a request whose body this valve discards: Tomcat's own request. */
    private static final String REQUEST = UnreadBodyValve.class.getName();

    /**
     * Bytes that have arrived are read up to this size, because closing with unread bytes can cost the client its
     * answer.
     */
    private static final int MAX_DISCARDED_BYTES = 128 * 1024;

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        request.setAttribute(REQUEST, request);
        try {
            getNext().invoke(request, response);
        } finally {
            if (!request.isAsync() && isUnread(request)) {
                end(request, response);
            }
        }
    }

    /** Sends the answer first, because Tomcat changes the status of an unsent one to 500. */
    private static void end(Request request, Response response) throws IOException {
        if (!response.isCommitted()) {
            announceEnd(response);
        }
        response.finishResponse();
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    /**
     * Says in an answer that its connection ends, if a part of the request's body is still to come. The body must not
     * be read afterwards.
     *
     * @param response of which nothing is sent yet
     */
    public static void announceEnd(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(REQUEST) instanceof Request unread && isUnread(unread)) {
            announceEnd(response);
        }
    }

    private static void announceEnd(HttpServletResponse response) {
        response.setHeader(HttpHeaders.CONNECTION, "close");
    }

    private static boolean isUnread(Request request) {
        if (!request.isFinished()) {
            discardWhatArrived(request);
        }
        return !request.isFinished();
    }

    /**
     * Never waits. The size of a chunked body is known too late, so none of it is read. A client that waits for its
     * go-ahead has sent nothing, and would get it. It reads below the servlet API, which would replace the answer with
     * an error when the client ends the body early.
     */
    private static void discardWhatArrived(Request request) {
        org.apache.coyote.Request unread = request.getCoyoteRequest();
        if (request.getContentLengthLong() < 0 || unread.hasExpectation()) {
            return;
        }
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
