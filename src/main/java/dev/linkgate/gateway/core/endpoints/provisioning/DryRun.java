package dev.linkgate.gateway.core.endpoints.provisioning;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.port.PlannedRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a write would do.
 *
 * @param wouldChange whether it would change anything at Atlas
 * @param requests the requests that would change it, in this order
 * @param warnings what to know before it is sent
 * @param current the resource as it is now; null if there is none
 */
@JsonPropertyOrder("dryRun")
public record DryRun(
        boolean wouldChange,
        List<PlannedRequest> requests,
        List<String> warnings,

        @Schema(oneOf = {Endpoint.class, Link.class}) @Nullable
        Object current) {

    /**
     * What a write answers if it is no dry run, for the OpenAPI document: with 201 the resource that it has added, and
     * with 200 the one that was there.
     */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Or {

        Class<? extends Record> value();
    }

    /** Marks the answer: nothing was changed. */
    @JsonProperty(required = true)
    public boolean dryRun() {
        return true;
    }
}
