package dev.linkgate.gateway.feature.history;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.linkgate.gateway.core.platform.encryption.SealedRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What held at a moment.
 *
 * @param gaps why there may have been more, or less
 * @param unsealed rows that have no effect now, because somebody has written them past the gateway, and rows that are
 *     otherwise in force than the last comparison with the trail allows
 */
record PastAccess(
        Instant at,
        List<HeldRole> grants,
        List<HeldKey> keys,
        List<HeldScopes> administrators,
        List<HeldIdentity> identities,
        List<Gap> gaps,
        List<SealedRow.Name> unsealed) {

    PastAccess with(List<SealedRow.Name> found) {
        return new PastAccess(at, grants, keys, administrators, identities, gaps, found);
    }

    /**
     * A team's role on a project.
     *
     * @param since when it was given; absent if an earlier record says only that it was there
     * @param until when it ends by itself; absent if it does not
     */
    record HeldRole(
            @Schema(example = "payments") String team,
            @Schema(example = "5df264b8f10fab7d2cad2f0a") String projectId,
            @Schema(example = "editor") String role,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /**
     * A key that was valid.
     *
     * @param kind that of its owner, a team or an administrator
     * @param name of its owner
     * @param since when it was made; absent if an earlier record says only that it was there
     */
    record HeldKey(
            @Schema(allowableValues = {"team", "administrator"})
            String kind,

            @Schema(example = "payments") String name,
            @Schema(example = "h0pCeGHbvnoe") String id,
            @Schema(example = "ci") String label,
            @Nullable Instant since,
            @Nullable Instant expiresAt,

            @Schema(example = "[\"10.0.0.0/8\"]") List<String> networks,

            @Schema(example = "5f1f7f4d0d3c0d9f0f1a6b4c0e9d8a7b6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f") @Nullable
            String certificate,

            boolean digest) {

        HeldKey endingAt(@Nullable Instant end) {
            return new HeldKey(kind, name, id, label, since, end, networks, certificate, digest);
        }

        HeldKey like(String other, Instant made, @Nullable Instant end) {
            return new HeldKey(kind, name, other, label, made, end, networks, certificate, digest);
        }
    }

    /** An administrator with a name. */
    record HeldScopes(
            @Schema(example = "ines") String name,
            @Schema(example = "[\"auditor\"]") List<String> scopes) {}

    /**
     * What a JWT had to say so that its holder called as a team or an administrator.
     *
     * @param kind that of its owner, a team or an administrator
     * @param name of its owner
     */
    record HeldIdentity(
            @Schema(allowableValues = {"team", "administrator"})
            String kind,

            @Schema(example = "payments") String name,
            @Schema(example = "deploy") String identity,
            @Schema(example = "github") String issuer,

            @Schema(example = "[\"repository=acme/shop\"]") List<String> claims,

            @Nullable Instant expiresAt) {}

    /**
     * Records that leave something open.
     *
     * @param records how many they are; of those that a rollback has lost, the number of the records that accept one
     * @param last the sequence of the last of them
     */
    record Gap(Reason reason, long records, long last) {

        enum Reason {
            /** They are in files, and what they gave is not known here. */
            ARCHIVED,
            /** They do not say what they changed. */
            NOT_TOLD,
            /** The change may have been made or not. */
            OUTCOME_UNKNOWN,
            /** They are of a trail that was given up for an older one, which was accepted later. */
            ROLLED_BACK;

            @JsonValue
            String word() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }
}
