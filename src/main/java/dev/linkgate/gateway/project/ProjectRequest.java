package dev.linkgate.gateway.project;

import dev.linkgate.gateway.request.Failure;
import dev.linkgate.gateway.request.LinkgateException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a PUT.
 *
 * @param name for people: 1 to {@value #MAX_NAME} visible characters, with spaces inside
 * @param credential the credential to bind; absent for the one named {@code default}
 */
record ProjectRequest(
        @Schema(example = "payments", minLength = 1, maxLength = MAX_NAME, requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String name,

        @Schema(example = "payments-key") @Nullable String credential) {

    private static final int MAX_NAME = 100;

    /** @throws LinkgateException {@code invalid-request} on the field {@code name} */
    String checkedName() {
        if (name == null
                || name.isEmpty()
                || name.codePointCount(0, name.length()) > MAX_NAME
                || !name.equals(name.strip())
                || !name.codePoints().allMatch(ProjectRequest::isVisible)) {
            throw Failure.invalid(
                            "name", "must have 1 to " + MAX_NAME + " visible characters, with spaces only between them")
                    .toException();
        }
        return name;
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> true;
        };
    }
}
