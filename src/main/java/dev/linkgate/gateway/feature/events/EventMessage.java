package dev.linkgate.gateway.feature.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A state of a followed resource as it is sent, in an event stream (WHATWG HTML, section 9.2.5). It is complete, so a
 * client that missed earlier states has lost nothing. Immutable, so that streams can share it.
 */
final class EventMessage {

    private final @Nullable String id;
    private final byte[] text;

    private EventMessage(@Nullable String id, byte[] text) {
        this.id = id;
        this.text = text;
    }

    /**
     * Makes an event.
     *
     * @param id the same for equal states; absent for a state that a client cannot resume from
     * @param data becomes JSON
     */
    static EventMessage of(@Nullable String id, String name, Object data, JsonMapper json) {
        String text = (id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: "
                + json.writeValueAsString(data) + "\n\n";
        return new EventMessage(id, text.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable
    String id() {
        return id;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(text);
    }
}
