package dev.linkgate.gateway.core.access.attachment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.linkgate.gateway.core.platform.request.Change;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.Recorded;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.kernel.VisibleText;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/**
 * What may be attached to a project, as it is sent, stored and shown. What is absent is not restricted, and an empty
 * list allows nothing.
 *
 * @param azureSubscriptions the subscriptions whose private endpoints may be added, by their ids in lower case
 * @param gcpProjects the Google projects whose endpoints may be added, by their ids, which are compared, not by their
 *     numbers
 * @param awsEndpoints whether AWS endpoints need an approval, because their ids do not tell their account
 * @param approver who answers what is asked for on the project; an owner of it if absent
 * @param endpointsPerTeam how many endpoints a team may have in the project
 * @param removal who may remove an endpoint; any editor if absent
 * @param changeReference what the header {@code Change-Reference} of a write must be
 * @param longestGrant the longest time for which a role may be given, a duration of ISO 8601
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "ProjectRules")
public record ProjectRules(
        @Schema(example = "[\"0b1f6471-1bf0-4dda-aec3-cb9272f09590\"]") @Nullable
        List<@Nullable String> azureSubscriptions,

        @Schema(example = "[\"payments-prod-4711\"]") @Nullable
        List<@Nullable String> gcpProjects,

        @Nullable AwsEndpoints awsEndpoints,
        @Nullable Approver approver,

        @Schema(example = "20", minimum = "1", maximum = "" + MOST_ENDPOINTS) @Nullable
        Integer endpointsPerTeam,

        @Nullable Removal removal,
        @Nullable ReferenceRule changeReference,

        @Schema(example = "P30D") @Nullable String longestGrant)
        implements Recorded {

    public static final ProjectRules NONE = new ProjectRules(null, null, null, null, null, null, null, null);

    /** In the place of stored rules that this version cannot read: it must not allow what they may forbid. */
    static final ProjectRules UNREADABLE = new ProjectRules(
            List.of(), List.of(), AwsEndpoints.APPROVED, Approver.ADMINISTRATOR, 0, Removal.OWN_TEAM, null, "PT0S");

    private static final int MOST_ENTRIES = 100;
    private static final int MOST_ENDPOINTS = 10_000;
    private static final int LONGEST_REFERENCE = 128;

    private static final Pattern SUBSCRIPTION = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern GCP_PROJECT = Pattern.compile("[a-z0-9][a-z0-9:.-]{0,99}");
    private static final Pattern GCP_NUMBER = Pattern.compile("[0-9]+");

    /** Which AWS endpoints may be added. */
    public enum AwsEndpoints {
        ANY,
        APPROVED;

        @JsonValue
        String word() {
            return wordOf(this);
        }
    }

    /** Who answers what is asked for. */
    public enum Approver {
        OWNER,
        ADMINISTRATOR;

        @JsonValue
        public String word() {
            return wordOf(this);
        }

        /** Who it is, at the beginning of a sentence. */
        String title() {
            return switch (this) {
                case OWNER -> "An owner of the project, or an administrator with the scope 'access',";
                case ADMINISTRATOR -> "An administrator with the scope 'access'";
            };
        }
    }

    /** Who may remove an endpoint. */
    public enum Removal {
        ANY_EDITOR,
        OWN_TEAM;

        @JsonValue
        String word() {
            return wordOf(this);
        }
    }

    private static String wordOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What a reference must be.
     *
     * @param pattern a regular expression that the whole reference must match. It is RE2's, which takes no longer for
     *     any pattern than the pattern times the text is long
     */
    public record ReferenceRule(
            @Schema(example = "CHG[0-9]{7}", maxLength = LONGEST) @Nullable
            String pattern) {

        private static final int LONGEST = 100;

        /** Repetitions are written out when a pattern is compiled, those within others as often as both say. */
        private static final int MOST_REPETITIONS = 1_000;

        private static final java.util.regex.Pattern REPETITION =
                java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

        private @Nullable String problem() {
            if (pattern == null || !VisibleText.is(pattern, LONGEST)) {
                return "must have 1 to " + LONGEST + " visible characters";
            }
            double repetitions = REPETITION
                    .matcher(pattern)
                    .results()
                    .mapToDouble(ReferenceRule::largest)
                    .reduce(1, (one, other) -> one * other);
            if (repetitions > MOST_REPETITIONS) {
                return "must not repeat anything more than " + MOST_REPETITIONS + " times, all repetitions multiplied";
            }
            try {
                compiled();
                return null;
            } catch (PatternSyntaxException e) {
                return "must be a regular expression of RE2, which has no back references and looks neither ahead nor"
                        + " behind";
            }
        }

        private static double largest(MatchResult repetition) {
            String most = repetition.group(2);
            return Math.max(1, Double.parseDouble(most == null || most.isEmpty() ? repetition.group(1) : most));
        }

        private Pattern compiled() {
            return Pattern.compile(Objects.requireNonNull(pattern));
        }
    }

    /** Who answers what is asked for. */
    public Approver approvedBy() {
        return Objects.requireNonNullElse(approver, Approver.OWNER);
    }

    /** The longest time for which a role may be given; absent if there is no such limit. */
    public @Nullable Duration longest() {
        return longestGrant == null ? null : Duration.parse(longestGrant);
    }

    /** Whether nothing is restricted. */
    public boolean areNone() {
        return equals(NONE);
    }

    /**
     * These rules in the form that is stored.
     *
     * @throws dev.linkgate.gateway.core.platform.request.LinkgateException {@code invalid-request} with all wrong fields
     */
    public ProjectRules checked() {
        List<FieldError> errors = new ArrayList<>();
        List<@Nullable String> subscriptions = entries("azureSubscriptions", azureSubscriptions, errors);
        require(subscriptions, "azureSubscriptions", "must be the id of a subscription, a UUID", errors);
        List<@Nullable String> projects = entries("gcpProjects", gcpProjects, errors);
        require(projects, "gcpProjects", "must be the id of a Google project, not its number", errors);
        if (endpointsPerTeam != null && (endpointsPerTeam < 1 || endpointsPerTeam > MOST_ENDPOINTS)) {
            errors.add(new FieldError("endpointsPerTeam", "must be from 1 to " + MOST_ENDPOINTS));
        }
        String wrong = changeReference == null ? null : changeReference.problem();
        if (wrong != null) {
            errors.add(new FieldError("changeReference.pattern", wrong));
        }
        if (longestGrant != null && !isDuration(longestGrant)) {
            errors.add(new FieldError("longestGrant", "must be a positive ISO 8601 duration, such as P30D or PT8H"));
        }
        if (!errors.isEmpty()) {
            throw Failure.invalid(errors).toException();
        }
        return new ProjectRules(
                subscriptions,
                projects,
                awsEndpoints,
                approver,
                endpointsPerTeam,
                removal,
                changeReference,
                longestGrant);
    }

    private static @Nullable List<@Nullable String> entries(
            String field, @Nullable List<@Nullable String> given, List<FieldError> errors) {
        if (given != null && given.size() > MOST_ENTRIES) {
            errors.add(new FieldError(field, "may have at most " + MOST_ENTRIES + " entries"));
            return null;
        }
        return given == null
                ? null
                : given.stream()
                        .map(entry -> Objects.requireNonNullElse(entry, "").toLowerCase(Locale.ROOT))
                        .<@Nullable String>map(entry -> entry)
                        .toList();
    }

    private static void require(
            @Nullable List<@Nullable String> entries, String field, String message, List<FieldError> errors) {
        for (int i = 0; entries != null && i < entries.size(); i++) {
            String entry = Objects.requireNonNullElse(entries.get(i), "");
            boolean fits = field.equals("gcpProjects")
                    ? GCP_PROJECT.matches(entry) && !GCP_NUMBER.matches(entry)
                    : SUBSCRIPTION.matches(entry);
            if (!fits) {
                errors.add(new FieldError(field + "[" + i + "]", message));
            }
        }
    }

    private static boolean isDuration(String text) {
        try {
            return Duration.parse(text).isPositive();
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /**
     * Why a write must not be done with its reference: {@code invalid-request}.
     *
     * @param reference empty if the caller sent none, absent if it cannot send any
     */
    public Optional<Failure> refusal(@Nullable String reference) {
        if (reference == null) {
            return Optional.empty();
        }
        if (!VisibleText.isOrEmpty(reference, LONGEST_REFERENCE)) {
            return unfit("may have at most " + LONGEST_REFERENCE + " characters, all of them visible");
        }
        return changeReference == null || changeReference.compiled().matches(reference)
                ? Optional.empty()
                : unfit("must be given as a header, and fit the pattern " + changeReference.pattern()
                        + ", as the rules of the project say");
    }

    private static Optional<Failure> unfit(String message) {
        return Optional.of(Failure.invalid(RequestContext.CHANGE_REFERENCE, message));
    }

    @Override
    public Change.Values recorded() {
        Change.Values values = new Change.Values();
        record(values, "azureSubscriptions", azureSubscriptions);
        record(values, "gcpProjects", gcpProjects);
        values.with("awsEndpoints", awsEndpoints == null ? null : awsEndpoints.word())
                .with("approver", approver == null ? null : approver.word());
        if (endpointsPerTeam != null) {
            values.with("endpointsPerTeam", endpointsPerTeam);
        }
        return values.with("removal", removal == null ? null : removal.word())
                .with("changeReference", changeReference == null ? null : changeReference.pattern())
                .with("longestGrant", longestGrant);
    }

    private static void record(Change.Values values, String name, @Nullable List<@Nullable String> entries) {
        if (entries != null) {
            values.with(name, entries.stream().map(String::valueOf).toList());
        }
    }
}
