package dev.linkgate.gateway.core.access.attachment;

import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.FieldError;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be attached to a project.
 */
public record Attachments(ProjectRules rules) {

    public static final Attachments ALL = new Attachments(ProjectRules.NONE);

    /** The length of {@code /subscriptions/}, which the id of a subscription follows in that of an Azure endpoint. */
    private static final int BEFORE_SUBSCRIPTION = 15;

    private static final int SUBSCRIPTION = 36;

    /**
     * Why an endpoint must not be added, unless it is approved: if its origin is not allowed.
     *
     * @param gcpProject where a Google endpoint is; absent if that is not known yet, which allows it
     */
    public Optional<Failure> refusal(EndpointId id, @Nullable String gcpProject) {
        return switch (id.provider()) {
            case AWS ->
                rules.awsEndpoints() == ProjectRules.AwsEndpoints.APPROVED
                        ? Optional.of(refused(
                                "The AWS endpoint is not approved for this project.",
                                ".",
                                new FieldError("interfaceEndpointId", "must be approved for this project")))
                        : Optional.empty();
            case AZURE -> {
                String subscription = id.value()
                        .substring(BEFORE_SUBSCRIPTION, BEFORE_SUBSCRIPTION + SUBSCRIPTION)
                        .toLowerCase(Locale.ROOT);
                yield listed("interfaceEndpointId", "subscription", subscription, rules.azureSubscriptions());
            }
            case GCP ->
                gcpProject == null
                        ? Optional.empty()
                        : listed("gcpProjectId", "Google project", gcpProject, rules.gcpProjects());
        };
    }

    private Optional<Failure> listed(
            String field, String place, String origin, @Nullable List<@Nullable String> allowed) {
        if (allowed == null || allowed.contains(origin)) {
            return Optional.empty();
        }
        String list = allowed.isEmpty() ? "none" : String.join(", ", allowed);
        return Optional.of(refused(
                "The endpoint is in the " + place + " " + origin + ", which this project does not allow.",
                "; the latter can change what is allowed.",
                new FieldError(field, "is in the " + place + " " + origin + "; allowed: " + list)));
    }

    private Failure refused(String why, String besides, FieldError field) {
        return Failure.of(
                        ProblemCode.ORIGIN_NOT_ALLOWED,
                        why + " " + rules.approvedBy().title() + " can approve this endpoint" + besides)
                .naming(field);
    }
}
