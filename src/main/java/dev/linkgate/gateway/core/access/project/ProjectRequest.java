package dev.linkgate.gateway.core.access.project;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a PUT, and a project as a declaration has it.
 *
 * @param name for people: 1 to {@value #MAX_NAME} visible characters, with spaces inside
 * @param credential the credential to bind; absent for the one named {@code default}
 */
public record ProjectRequest(
        @Schema(example = "payments", minLength = 1, maxLength = MAX_NAME, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String name,

        @Schema(example = "payments-key") @JsonInclude @Nullable
        String credential) {

    private static final int MAX_NAME = 100;

    /** @throws LinkgateException {@code invalid-request} on the field {@code name} */
    public String checkedName() {
        if (name == null || !VisibleText.is(name, MAX_NAME)) {
            throw Failure.invalid(
                            "name", "must have 1 to " + MAX_NAME + " visible characters, with spaces only between them")
                    .toException();
        }
        return name;
    }
}
