package dev.linkgate.gateway.access.requests;

import dev.linkgate.gateway.access.principal.Role;
import dev.linkgate.gateway.platform.request.Change;
import dev.linkgate.gateway.platform.request.Failure;
import dev.linkgate.gateway.platform.request.FieldError;
import dev.linkgate.gateway.platform.request.Recorded;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team asks for. */
record AccessRequestBody(
        @Schema(example = "editor", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        Role role,

        @Schema(
                example = "We move the orders service to this project",
                minLength = 1,
                maxLength = MAX_TEXT,
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String reason) {

    static final int MAX_TEXT = 500;
    static final String TEXT =
            "must have 1 to " + MAX_TEXT + " visible characters on one line, with spaces only between them";

    /** What is asked for, complete and valid. */
    record Wish(Role role, String reason) implements Recorded {

        /** Without the reason, which is in the team's own words. */
        @Override
        public Change.Values recorded() {
            return new Change.Values().with("role", role.word());
        }
    }

    /** @throws dev.linkgate.gateway.platform.request.LinkgateException {@code invalid-request} with all wrong fields */
    Wish checked() {
        List<FieldError> errors = new ArrayList<>();
        if (role == null) {
            errors.add(new FieldError("role", "must be viewer, editor or owner"));
        }
        if (reason == null || !VisibleText.is(reason, MAX_TEXT)) {
            errors.add(new FieldError("reason", TEXT));
        }
        if (role == null || reason == null || !errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new Wish(role, reason);
    }
}
