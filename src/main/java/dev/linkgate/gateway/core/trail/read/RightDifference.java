package dev.linkgate.gateway.core.trail.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row that gives a right, and that is not as the records say.
 *
 * @param kind as that of a target in the trail
 * @param name of the thing; of a grant, that of the team
 * @param projectId of the project that it is in; null if it is in none
 */
public record RightDifference(
        @Schema(example = "grant") String kind,
        @Schema(example = "payments") String name,

        @Schema(example = "5df264b8f10fab7d2cad2f0a") @JsonInclude @Nullable
        String projectId,

        Reason reason) {

    /** Why. */
    public enum Reason {
        /** It was removed, or changed, and is there as before; or its change was cut off before its outcome was stored. */
        NOT_ON_RECORD,
        /** Nothing on record has removed it. */
        MISSING;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static RightDifference at(String place, Reason reason) {
        SealedRow.Name row = SealedRow.Name.of(place);
        return new RightDifference(row.kind(), row.name(), row.projectId(), reason);
    }

    public SealedRow.Name row() {
        return new SealedRow.Name(kind, name, projectId);
    }

    /** The text for the log and the trail. */
    @Override
    public String toString() {
        return kind + " " + name + (projectId == null ? "" : " on " + projectId) + ": " + reason.word();
    }
}
