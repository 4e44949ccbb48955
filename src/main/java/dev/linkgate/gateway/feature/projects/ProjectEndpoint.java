package dev.linkgate.gateway.feature.projects;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.kernel.LinkId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint in the list of a project.
 *
 * @param region the link's, in Atlas's form; null if Atlas does not tell it
 * @param seenAt when the endpoint was seen as it is shown; null if it was not yet
 */
@Schema(name = "ProjectEndpoint")
record ProjectEndpoint(
        Kind kind,
        LinkId linkId,
        @Nullable String region,
        @Nullable Instant seenAt,
        @JsonUnwrapped Endpoint endpoint) {

    /** What an endpoint belongs to. */
    enum Kind {
        /** A link. */
        INTERFACE
    }
}
