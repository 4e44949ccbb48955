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
 * @param linkId null for an endpoint of Data Federation
 * @param region the link's, or the endpoint's of Data Federation, in Atlas's form; null if Atlas does not tell it
 * @param seenAt when the endpoint was seen as it is shown; null if it was not yet
 */
@Schema(name = "ProjectEndpoint")
public record ProjectEndpoint(
        Kind kind,
        @Nullable LinkId linkId,
        @Nullable String region,
        @Nullable Instant seenAt,
        @JsonUnwrapped Endpoint endpoint) {

    /** What an endpoint belongs to. */
    public enum Kind {
        LINK,
        /** Data Federation and Online Archive: the endpoint is the project's, and on no link. */
        FEDERATION
    }
}
