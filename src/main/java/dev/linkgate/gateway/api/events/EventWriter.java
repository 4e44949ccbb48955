package dev.linkgate.gateway.api.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event stream (WHATWG HTML, section 9.2.5). Each message is sent at once; writing blocks while the client
 * does not read.
 */
final class EventWriter {

    private final OutputStream out;
    private @Nullable String lastId;

    /** @param lastId the id of the last event that the client saw */
    EventWriter(OutputStream out, @Nullable String lastId) {
        this.out = out;
        this.lastId = lastId;
    }

    /** Tells the client how long to wait before it reconnects when the stream ends. */
    void retry(Duration pause) throws IOException {
        send("retry: " + pause.toMillis() + "\n\n");
    }

    /** Sends a state, unless the client already knows it. */
    void event(EventMessage event) throws IOException {
        if (event.id() != null && event.id().equals(lastId)) {
            return;
        }
        lastId = event.id() == null ? lastId : event.id();
        event.writeTo(out);
        out.flush();
    }

    /** Sends a comment, which event listeners ignore, so that clients and proxies see that the stream is alive. */
    void comment(String remark) throws IOException {
        send(": " + remark + "\n\n");
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
