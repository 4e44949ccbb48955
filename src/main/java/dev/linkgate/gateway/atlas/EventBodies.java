package dev.linkgate.gateway.atlas;

import dev.linkgate.gateway.atlas.channel.AtlasResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads Atlas's answers about events. The links in them have hosts that only Atlas can reach, and are not read. */
final class EventBodies {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_]{0,99}");

    private EventBodies() {}

    /** A page of events; nothing if the body is not one, or has an event without id, time or type: none may be missed. */
    static Optional<List<AtlasEvent>> events(AtlasResponse response, int size) {
        JsonNode results = response.json().path("results");
        if (!results.isArray() || results.size() > size) {
            return Optional.empty();
        }
        List<AtlasEvent> events = new ArrayList<>();
        for (JsonNode result : results) {
            AtlasEvent event = event(response, result);
            if (event == null) {
                return Optional.empty();
            }
            events.add(event);
        }
        return Optional.of(events);
    }

    private static @Nullable AtlasEvent event(AtlasResponse response, JsonNode event) {
        String id = event.path("id").stringValue("");
        String type = event.path("eventTypeName").stringValue("");
        Instant created = time(event.path("created").stringValue(""));
        if (!ID.matcher(id).matches() || !TYPE.matcher(type).matches() || created == null) {
            return null;
        }
        return new AtlasEvent(
                id,
                created,
                type,
                response.text(event, "publicKey"),
                response.text(event, "username"),
                response.text(event, "remoteAddress"),
                event.path("isGlobalAdmin").booleanValue(false));
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
