package dev.linkgate.gateway.atlas.administration;

import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.LinkgateException;
import dev.linkgate.kernel.ProjectId;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The optional body of a verification.
 *
 * @param projectId the project to read with the credential; without one, a resource that any key may read
 */
record VerificationRequest(
        @Schema(pattern = ProjectId.PATTERN, example = "5df264b8f10fab7d2cad2f0c") @Nullable
        String projectId) {

    /** @throws LinkgateException {@code invalid-request} on the field {@code projectId} */
    @Nullable
    ProjectId project() {
        if (projectId == null) {
            return null;
        }
        if (!ProjectId.matches(projectId)) {
            throw Failure.invalid("projectId", "must be 24 lowercase hex digits")
                    .toException();
        }
        return new ProjectId(projectId);
    }
}
