package dev.linkgate.gateway.feature.credentials;

import dev.linkgate.gateway.core.atlas.credential.RefusalReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The result of a verification, for the administrator. */
@Schema(oneOf = {VerificationResult.Accepted.class, VerificationResult.Refused.class})
sealed interface VerificationResult {

    /**
     * Atlas accepts the credential.
     *
     * @param ok true
     * @param canRead true if it has read the project; null without a project
     * @param canWrite whether it may change the project's private endpoints; null if Atlas does not tell
     * @param roles its roles on the project and on its organization; null if Atlas does not tell
     */
    @Schema(name = "CredentialAccepted")
    record Accepted(
            boolean ok,
            @Nullable Boolean canRead,

            @Nullable Boolean canWrite,

            @Schema(example = "[\"GROUP_OWNER\"]") @Nullable List<String> roles)
            implements VerificationResult {

        private static final Set<String> OWNERS = Set.of("GROUP_OWNER", "ORG_OWNER");

        /**
         * Atlas's documentation lets this role change private endpoints since February 2026, but its specification asks
         * for the project's owner.
         */
        private static final String NETWORK_ACCESS_MANAGER = "GROUP_NETWORK_ACCESS_MANAGER";

        /** It has read a project on which it has these roles. A key belongs to one organization, the project's own. */
        static Accepted onProject(@Nullable List<String> roles) {
            return new Accepted(true, true, canWrite(roles), roles);
        }

        /** No project was given, so only its roles on its organization are known. */
        static Accepted withoutProject(@Nullable List<String> roles) {
            return new Accepted(true, null, null, roles);
        }

        private static @Nullable Boolean canWrite(@Nullable List<String> roles) {
            if (roles == null) {
                return null;
            }
            if (roles.stream().anyMatch(OWNERS::contains)) {
                return true;
            }
            return roles.contains(NETWORK_ACCESS_MANAGER) ? null : false;
        }
    }

    /**
     * Atlas does not accept the credential, or could not be asked.
     *
     * @param ok false
     * @param detail what happened and what to do, for people
     */
    @Schema(name = "CredentialRefused")
    record Refused(
            boolean ok,

            @Schema(
                    type = "string",
                    allowableValues = {
                        "wrong-key",
                        "access-list",
                        "project-not-found",
                        "not-in-organization",
                        "role-missing",
                        "rate-limited",
                        "unreachable"
                    })
            RefusalReason reason,

            String detail)
            implements VerificationResult {}
}
