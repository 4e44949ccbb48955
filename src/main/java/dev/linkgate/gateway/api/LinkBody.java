package dev.linkgate.gateway.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.linkgate.gateway.endpoints.link.Link;
import dev.linkgate.gateway.endpoints.link.NewLink;
import dev.linkgate.gateway.endpoints.link.RemoteRegions;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link to be created.
 *
 * @param provider the cloud to connect to
 * @param region by Atlas's name or the cloud's own, such as {@code US_EAST_1} or {@code us-east-1}
 * @param supportedRemoteRegions AWS only: the other regions whose endpoints it accepts
 * @param portMappingEnabled GCP only: whether one forwarding rule serves all ports. Atlas ends the other kind on
 *     2027-04-30
 */
@Schema(name = "LinkRequest")
record LinkBody(
        @NotNull(message = "must be given") Provider provider,

        @NotNull(message = "must be given")
        @Pattern(regexp = REGION, message = Region.EXPECTED)
        @Schema(example = "us-east-1")
        String region,

        @Nullable @Size(max = MAX_REGIONS, message = "must have at most 35 entries")
        List<@NotNull(message = "must not be null") @Pattern(regexp = REGION, message = Region.EXPECTED) String>
                supportedRemoteRegions,

        @Nullable @Schema(defaultValue = "true") Boolean portMappingEnabled) {

    static final String REGION = "[A-Za-z0-9_-]{1,64}";

    /** Atlas's maximum. */
    static final int MAX_REGIONS = 35;

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if the fields do not fit the provider */
    NewLink value() {
        List<FieldError> errors = new ArrayList<>();
        if (supportedRemoteRegions != null && provider != Provider.AWS) {
            errors.add(new FieldError("supportedRemoteRegions", "belongs to links to AWS"));
        }
        if (portMappingEnabled != null && provider != Provider.GCP) {
            errors.add(new FieldError("portMappingEnabled", "belongs to links to GCP"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        Region place = new Region(region);
        return switch (provider) {
            case AWS -> NewLink.aws(place, Objects.requireNonNullElse(supportedRemoteRegions, List.of()));
            case AZURE -> new NewLink.Azure(place);
            case GCP -> new NewLink.Gcp(place, Objects.requireNonNullElse(portMappingEnabled, true));
        };
    }

    /**
     * A change of a link to AWS (JSON merge patch, RFC 7396). It is not a record, because a merge patch tells a property
     * that is null from one that is left out.
     */
    @Schema(name = "LinkChange")
    static final class Patch {

        @Size(max = MAX_REGIONS, message = "must have at most 35 entries")
        private List<@NotNull(message = "must not be null") @Pattern(regexp = REGION, message = Region.EXPECTED) String>
                supportedRemoteRegions = List.of();

        private boolean isGiven;

        /** @param regions the other regions whose endpoints it is to accept; null and the empty list mean none */
        @JsonSetter
        @ArraySchema(
                maxItems = MAX_REGIONS,
                arraySchema = @Schema(requiredMode = Schema.RequiredMode.REQUIRED),
                schema = @Schema(type = "string", pattern = REGION, example = "EU_WEST_1"))
        void setSupportedRemoteRegions(@Nullable List<String> regions) {
            supportedRemoteRegions = Objects.requireNonNullElse(regions, List.of());
            isGiven = true;
        }

        /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} if the patch does not have them */
        List<String> regions() {
            if (!isGiven) {
                throw Failure.invalid("supportedRemoteRegions", "must be given; nothing else can be changed")
                        .toException();
            }
            return RemoteRegions.atlasNames(supportedRemoteRegions);
        }
    }

    /**
     * A link that was created, or that existed and is what was asked for.
     *
     * @param adopted whether it existed
     */
    @Schema(name = "CreatedLink")
    record Created(@JsonUnwrapped Link link, boolean adopted) {}
}
