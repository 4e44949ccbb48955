package dev.linkgate.gateway.feature.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.vocabulary.Vocabulary;
import dev.linkgate.gateway.core.platform.web.Suggestion;
import dev.linkgate.gateway.feature.declared.SecretReference;
import dev.linkgate.gateway.feature.webhooks.Webhooks.NewWebhook;
import dev.linkgate.gateway.feature.webhooks.target.AllowedTargets;
import dev.linkgate.gateway.feature.webhooks.target.WebhookUrl;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of a PUT, and a declared webhook. */
record WebhookRequest(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                maxLength = 2_000,
                example = "https://hooks.example.com/linkgate")
        @Nullable
        String url,

        @Schema(type = "string", format = "password", accessMode = Schema.AccessMode.WRITE_ONLY) @JsonInclude @Nullable
        Secret secret,

        @Schema(example = "[\"5df264b8f10fab7d2cad2f0a\"]") @Nullable
        List<@Nullable String> projects,

        @Schema(example = "[\"endpoint.*\"]") @Nullable List<@Nullable String> events,

        @Nullable Boolean enabled) {

    private static final int MOST_ENTRIES = 200;

    /** @throws LinkgateException {@code invalid-request} with all errors; it contains no secret */
    NewWebhook checked(AllowedTargets allowed, SecretReference.Resolver references, Vocabulary known) {
        List<FieldError> errors = new ArrayList<>();
        WebhookUrl target = url(allowed, errors);
        SigningSecret signer = secret(references, errors);
        EventFilter filter = new EventFilter(
                entries("projects", projects, errors, WebhookRequest::projectProblem),
                entries("events", events, errors, pattern -> eventProblem(pattern, EventFilter.patterns(known))));
        if (target == null || !errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new NewWebhook(target, signer, filter, enabled == null || enabled);
    }

    private @Nullable WebhookUrl url(AllowedTargets allowed, List<FieldError> errors) {
        if (url == null) {
            errors.add(new FieldError("url", "must be given"));
            return null;
        }
        if (!VisibleText.isOrEmpty(url, Integer.MAX_VALUE)) {
            errors.add(new FieldError("url", VisibleText.RULE));
            return null;
        }
        try {
            WebhookUrl target = WebhookUrl.of(url);
            allowed.refusal(target).ifPresent(refusal -> errors.add(new FieldError("url", refusal)));
            return target;
        } catch (IllegalArgumentException e) {
            errors.add(new FieldError("url", String.valueOf(e.getMessage())));
            return null;
        }
    }

    private @Nullable SigningSecret secret(SecretReference.Resolver references, List<FieldError> errors) {
        if (secret == null) {
            return null;
        }
        try {
            return SigningSecret.given(secret, references);
        } catch (LinkgateException e) {
            errors.addAll(e.failure().errors());
            return null;
        }
    }

    /** What is wrong with an entry of a list. */
    @FunctionalInterface
    private interface Problem {
        @Nullable
        String of(String entry);
    }

    private static List<String> entries(
            String field, @Nullable List<@Nullable String> given, List<FieldError> errors, Problem problem) {
        List<String> entries = new ArrayList<>();
        if (given == null) {
            return entries;
        }
        if (given.size() > MOST_ENTRIES) {
            errors.add(new FieldError(field, "may have at most " + MOST_ENTRIES + " entries"));
            return entries;
        }
        for (int i = 0; i < given.size(); i++) {
            String entry = given.get(i);
            String found = entry == null ? "must be given" : problem.of(entry);
            if (entry == null || found != null) {
                errors.add(new FieldError(field + "[" + i + "]", String.valueOf(found)));
            } else {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static @Nullable String projectProblem(String id) {
        return ProjectId.matches(id) ? null : "must be 24 lowercase hex digits";
    }

    private static @Nullable String eventProblem(String pattern, List<String> known) {
        return known.contains(pattern)
                ? null
                : "must be a type of events, such as endpoint.settled, a group of them, such as endpoint.*, or *"
                        + Suggestion.ending(pattern, known);
    }
}
