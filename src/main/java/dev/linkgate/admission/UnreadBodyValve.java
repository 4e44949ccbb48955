package dev.linkgate.admission;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

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
            if (!request.isFinished()) {
                discardWhatArrived(request);
            }
            if (!request.isFinished()) {
                if (!response.isCommitted()) {
                    response.setHeader("Connection", "close");
                }
                request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** Never waits. A chunked body tells too late how much there is, so none of it is taken. */
    private static void discardWhatArrived(Request request) {
        if (request.getContentLengthLong() < 0) {
            return;
        }
        try {
            InputStream body = request.getInputStream();
            byte[] buffer = new byte[8192];
            int left = MAX_DISCARDED_BYTES;
            while (left > 0 && !request.isFinished()) {
                int available = body.available();
                if (available <= 0) {
                    return;
                }
                int read = body.read(buffer, 0, Math.min(Math.min(available, buffer.length), left));
                if (read < 0) {
                    return;
                }
                left -= read;
            }
        } catch (IOException | IllegalStateException e) {
            // The client has gone, or the body was being read by other means: the connection ends in any case.
        }
    }
}
