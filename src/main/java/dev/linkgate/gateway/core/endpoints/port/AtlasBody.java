package dev.linkgate.gateway.core.endpoints.port;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The body of an answer of Atlas. A text of it is shown only as read here, because it may repeat a secret. */
public interface AtlasBody {

    /** The body as JSON; a missing node if it is none. */
    JsonNode json();

    /**
     * A text field of an object of the body, without secrets, and cut if it is very long; absent if it is no text.
     */
    @Nullable
    String text(JsonNode object, String field);

    /** Whether a text of the body contains a secret. */
    boolean repeatsSecret(String text);
}
