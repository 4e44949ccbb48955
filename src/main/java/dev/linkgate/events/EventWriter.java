package dev.linkgate.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an event stream (WHATWG HTML, section 9.2.5). Each thing said is sent at once; it blocks while the client does
 * not take it.
 */
final class EventWriter {

    private final OutputStream out;
    private final JsonMapper json;
    private @Nullable String lastId;

    /** @param lastId of the event that the client saw last */
    EventWriter(OutputStream out, JsonMapper json, @Nullable String lastId) {
        this.out = out;
        this.json = json;
        this.lastId = lastId;
    }

    /** Tells the client how long to wait before it comes back when the stream ends. */
    void retry(Duration pause) throws IOException {
        send("retry: " + pause.toMillis() + "\n\n");
    }

    /** Shows a state, unless the client knows it already. */
    void event(EventFeed.Event event) throws IOException {
        if (event.id() != null && event.id().equals(lastId)) {
            return;
        }
        StringBuilder fields = new StringBuilder();
        if (event.id() != null) {
            fields.append("id: ").append(event.id()).append('\n');
            lastId = event.id();
        }
        fields.append("event: ").append(event.name()).append('\n');
        fields.append("data: ").append(json.writeValueAsString(event.data())).append("\n\n");
        send(fields.toString());
    }

    /** Says something that no event listener hears, so that all on the way see that the stream lives. */
    void comment(String remark) throws IOException {
        send(": " + remark + "\n\n");
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
