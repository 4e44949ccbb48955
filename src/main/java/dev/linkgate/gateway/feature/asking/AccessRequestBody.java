package dev.linkgate.gateway.feature.asking;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.linkgate.gateway.core.access.principal.Role;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked for. Its example is a role, because Swagger UI would send all fields. */
@Schema(
        example = "{\"kind\":\"ROLE\",\"role\":\"editor\",\"for\":\"PT8H\","
                + "\"reason\":\"We move the orders service to this project\"}")
record AccessRequestBody(
        @Schema(example = "ROLE", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
        RequestKind kind,

        @Schema(example = "editor") @Nullable Role role,

        @JsonProperty("for") @Schema(example = "PT8H") @Nullable
        String span,

        @Schema(example = "5df264b8f10fab7d2cad2f0d") @Nullable
        String linkId,

        @Schema(example = "vpce-0b9c5701325cb15dd") @Nullable
        String interfaceEndpointId,

        @Schema(example = "payments") @Nullable String team,

        @Schema(example = "We move the orders service to this project", minLength = 1, maxLength = MAX_TEXT) @Nullable
        String reason) {

    static final int MAX_TEXT = 500;
    static final String TEXT =
            "must have 1 to " + MAX_TEXT + " visible characters on one line, with spaces only between them";

    private static final Duration LONGEST = Duration.ofDays(3660);

    /** @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields */
    Wish checked() {
        List<FieldError> errors = new ArrayList<>();
        if (kind == null) {
            errors.add(new FieldError("kind", "must be ROLE or ENDPOINT"));
        }
        boolean isRole = kind != RequestKind.ENDPOINT;
        Duration wanted = isRole ? span(errors) : null;
        if (isRole
                ? reason == null || !VisibleText.is(reason, MAX_TEXT)
                : reason != null && !VisibleText.is(reason, MAX_TEXT)) {
            errors.add(new FieldError("reason", TEXT));
        }
        if (isRole && role == null) {
            errors.add(new FieldError("role", "must be viewer, editor or owner"));
        }
        if (!isRole && (interfaceEndpointId == null || !EndpointId.matches(interfaceEndpointId))) {
            errors.add(new FieldError("interfaceEndpointId", "must be the id of an interface endpoint"));
        }
        if (!isRole && linkId != null && !LinkId.matches(linkId)) {
            errors.add(new FieldError("linkId", "must be 24 lowercase hex digits"));
        }
        if (kind != null) {
            requireAbsent(isRole, errors);
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return role != null && reason != null
                ? Wish.role(role, wanted, reason)
                : Wish.endpoint(
                        linkId == null ? null : new LinkId(linkId),
                        new EndpointId(String.valueOf(interfaceEndpointId)),
                        reason);
    }

    private void requireAbsent(boolean isRole, List<FieldError> errors) {
        String why = "must be left out of a request for " + (isRole ? "a role" : "an endpoint");
        if (isRole && linkId != null) {
            errors.add(new FieldError("linkId", why));
        }
        if (isRole && interfaceEndpointId != null) {
            errors.add(new FieldError("interfaceEndpointId", why));
        }
        if (isRole && team != null) {
            errors.add(new FieldError("team", why));
        }
        if (!isRole && role != null) {
            errors.add(new FieldError("role", why));
        }
        if (!isRole && span != null) {
            errors.add(new FieldError("for", why));
        }
    }

    private @Nullable Duration span(List<FieldError> errors) {
        try {
            Duration parsed = span == null ? null : Duration.parse(span);
            if (parsed == null || (parsed.isPositive() && parsed.compareTo(LONGEST) <= 0)) {
                return parsed;
            }
        } catch (DateTimeParseException e) {
            // is as wrong as a bad one
        }
        errors.add(new FieldError("for", "must be an ISO 8601 duration of up to ten years, such as PT8H"));
        return null;
    }
}
