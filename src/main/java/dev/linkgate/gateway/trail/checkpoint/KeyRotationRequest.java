package dev.linkgate.gateway.trail.checkpoint;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The optional body of a rotation. */
record KeyRotationRequest(
        @Min(value = 0, message = "must be from 0 to " + KeyRotationRequest.MAX_DAYS)
        @Max(value = KeyRotationRequest.MAX_DAYS, message = "must be from 0 to " + KeyRotationRequest.MAX_DAYS)
        @Schema(example = "30", defaultValue = "30")
        @Nullable
        Integer overlapDays) {

    static final int MAX_DAYS = 365;

    private static final int DEFAULT_DAYS = 30;

    /** @param request absent for the default */
    static Duration overlap(@Nullable KeyRotationRequest request) {
        return Duration.ofDays(request == null || request.overlapDays() == null ? DEFAULT_DAYS : request.overlapDays());
    }
}
