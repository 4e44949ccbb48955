package dev.linkgate.gateway.core.inbound.edge;

import dev.linkgate.gateway.core.inbound.kept.CountedBytes;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Indents an answer ({@code pretty=true}) and wraps it with its status ({@code envelope=true}). Both come from Atlas's
 * API.
 *
 * <p>It works on the finished JSON, so it applies to every resource and every problem, and costs nothing unless
 * requested. A failure contains its own status and is never wrapped. It takes more of a processor than most requests
 * do, so it waits for the turn of a large answer.
 */
@Component
class Presentation {

    private static final Pattern JSON = Pattern.compile("application/(problem\\+|vnd\\.atlas\\.[-0-9a-z]+\\+)?json");

    private final JsonMapper json;
    private final ObjectWriter plain;
    private final ObjectWriter indented;

    Presentation(JsonMapper json) {
        this.json = json;
        this.plain = json.writer();
        this.indented = plain.with(SerializationFeature.INDENT_OUTPUT);
    }

    /**
     * Changes a finished answer as its request asks.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code rate-limited} if there is no turn for it,
     *     or no room
     */
    void apply(HttpServletRequest request, HeldAnswer answer) {
        answer.requireRoom();
        boolean pretty = isAskedFor(request, "pretty=true");
        boolean envelope = isAskedFor(request, "envelope=true") && !answer.isFailure();
        if ((pretty || envelope) && !answer.isEmpty() && isJson(answer.getContentType())) {
            answer.begin();
            present(answer, pretty, envelope);
            answer.requireRoom();
        }
    }

    /** Checks only the query string, because the caller may be unknown and parsing more would cost more. */
    private static boolean isAskedFor(HttpServletRequest request, String parameter) {
        String query = request.getQueryString();
        return query != null
                && query.contains(parameter)
                && List.of(query.split("&")).contains(parameter);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && JSON.matcher(contentType).lookingAt();
    }

    private void present(HeldAnswer answer, boolean pretty, boolean envelope) {
        answer.rewrite((content, out) -> {
            try (JsonParser in = json.createParser(content.read());
                    JsonGenerator written = (pretty ? indented : plain).createGenerator(out)) {
                in.nextToken();
                if (!envelope) {
                    written.copyCurrentStructureExact(in);
                } else if (isList(content)) {
                    addStatus(in, written, answer.getStatus());
                } else {
                    wrap(in, written, answer.getStatus());
                }
            }
        });
    }

    private boolean isList(CountedBytes content) {
        try (JsonParser in = json.createParser(content.read())) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            for (String name = in.nextName(); name != null; name = in.nextName()) {
                if (name.equals("results")) {
                    return true;
                }
                in.nextToken();
                in.skipChildren();
            }
            return false;
        }
    }

    private static void addStatus(JsonParser in, JsonGenerator out, int status) {
        out.writeStartObject();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            out.copyCurrentStructureExact(in);
        }
        out.writeNumberProperty("status", status);
        out.writeEndObject();
    }

    private static void wrap(JsonParser in, JsonGenerator out, int status) {
        out.writeStartObject();
        out.writeNumberProperty("status", status);
        out.writeName("content");
        out.copyCurrentStructureExact(in);
        out.writeEndObject();
    }
}
