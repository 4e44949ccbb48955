package dev.linkgate.gateway.feature.drift;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint at Atlas that differs from what was done here, or a link that ends.
 *
 * @param linkId null for an endpoint that is on no link
 * @param interfaceEndpointId null of a link that ends
 * @param since when it was added here; null if it was not, or that is not known
 * @param receipt of the record of its addition, {@code <sequence>:<hash>}; null if it was not added here, or
 *     that is not known
 */
public record Drift(
        Kind kind,
        Provider provider,
        @Nullable LinkId linkId,
        @Nullable EndpointId interfaceEndpointId,
        @Nullable Instant since,

        @Nullable @Schema(example = "42:999a6eefcfdce1128815ebe2c57851d2ab6c0615486da90cf72cbde7443fe5b5")
        String receipt) {

    /** The kind of difference. */
    public enum Kind {
        /** It is at Atlas, and was not added here. */
        UNMANAGED,
        /**
         * It is at Atlas, and the trail, of which older records are archived, does not say whether it was added here.
         */
        UNKNOWN,
        /** It was added here, and is gone without having been removed here. */
        MISSING,
        /** It has failed, and is still at Atlas. */
        FAILED,
        /** Atlas ends the link with its endpoints, because it is not port-mapped. */
        ENDS;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Drift ofEnding(Link link) {
        return new Drift(Kind.ENDS, link.provider(), link.id(), null, null, null);
    }

    static Drift onNoLink(Kind kind, Endpoint endpoint) {
        return new Drift(kind, endpoint.provider(), null, endpoint.interfaceEndpointId(), endpoint.addedAt(), null);
    }

    static Drift of(Kind kind, LinkId link, EndpointId endpoint, WrittenEndpoint.@Nullable Addition addition) {
        return new Drift(
                kind,
                endpoint.provider(),
                link,
                endpoint,
                addition == null ? null : addition.time(),
                addition == null ? null : addition.receipt().toString());
    }
}
