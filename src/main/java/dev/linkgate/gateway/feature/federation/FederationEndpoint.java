package dev.linkgate.gateway.feature.federation;

import dev.linkgate.gateway.core.endpoints.link.ConnectionStatus;
import dev.linkgate.gateway.core.endpoints.observation.KnownEndpoint;
import dev.linkgate.gateway.core.endpoints.port.AtlasBody;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.protocol.AtlasFederationEndpoint;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An interface endpoint to a project's Data Federation and Online Archive.
 *
 * @param region of the endpoint, in Atlas's form
 * @param customerEndpointDnsName AWS only: the name of the endpoint in the customer's network
 * @param azureLinkId Azure only, as {@code customerEndpointIPAddress} is
 * @param customerEndpointIPAddress the address of the endpoint in the customer's network
 * @param connectionStatus as far as Atlas's word is known
 * @param atlasStatus Atlas's own word, which it does not document
 * @param failed whether it will not connect: Atlas says so, or has an error
 * @param errorMessage the error, in Atlas's words
 * @param team the team that added it, or got it since; null if that is not known, or it was not added here
 * @param addedAt when it was added here; null if that is not known
 * @param changeReference the {@code Change-Reference} of its addition; null if there was none, or it is not known
 */
public record FederationEndpoint(
        EndpointId interfaceEndpointId,
        Provider provider,

        @Schema(example = "US_EAST_1") @Nullable String region,

        @Schema(example = "vpce-0b9c5701325cb15dd-x1y2z3.vpce-svc-00e311695874992b4.us-east-1.vpce.amazonaws.com")
        @Nullable
        String customerEndpointDnsName,

        @Nullable String azureLinkId,
        @Nullable String customerEndpointIPAddress,

        @Schema(example = "archive of payments") @Nullable String comment,
        ConnectionStatus connectionStatus,
        @Nullable String atlasStatus,
        boolean failed,
        @Nullable String errorMessage,

        @Schema(example = "payments") @Nullable String team,
        @Nullable Instant addedAt,

        @Schema(example = "CHG0030192") @Nullable String changeReference) {

    static final String PATH = "privateNetworkSettings/endpointIds";

    /** The message for an id of another form. */
    static final String EXPECTED =
            "must be 'vpce-' followed by 17 lowercase hex digits (AWS), or the resource id of a private endpoint (Azure)";

    private static final String FIELD = "interfaceEndpointId";
    private static final String TITLE = "endpoint of Data Federation";

    /** How many entries Atlas is asked for at once: so many with long comments fit into the longest answer read. */
    private static final int PAGE = 100;

    /** The length of an id of AWS: Data Federation does not take the short ones of before 2018. */
    private static final int AWS_ID = "vpce-".length() + 17;

    /**
     * One endpoint at Atlas.
     *
     * @throws LinkgateException {@code invalid-request} if Data Federation cannot have an endpoint with this id
     */
    static ProjectResource<FederationEndpoint> at(EndpointId id) {
        if (!mayBe(id)) {
            throw Failure.invalid(FIELD, EXPECTED).toException();
        }
        return new ProjectResource<>(PATH + "/" + id.pathSegment(), true, FIELD, TITLE, body -> of(body, body.json()));
    }

    /** Whether Data Federation may have an endpoint with this id. */
    static boolean mayBe(EndpointId id) {
        return id.provider() == Provider.AZURE
                || (id.provider() == Provider.AWS && id.value().length() == AWS_ID);
    }

    /** A page of the list at Atlas, from 1. */
    static ProjectResource<FederationPage> page(int number) {
        String query = "?pageNum=" + number + "&itemsPerPage=" + PAGE + "&includeCount=false";
        return new ProjectResource<>(PATH + query, false, FIELD, TITLE, body -> FederationPage.of(body, PAGE));
    }

    /** Reads an entry of Atlas's list; empty if it is not valid. */
    static Optional<FederationEndpoint> of(AtlasBody body, JsonNode entry) {
        String id = entry.path("endpointId").stringValue(null);
        if (id == null || !EndpointId.matches(id) || body.repeatsSecret(id)) {
            return Optional.empty();
        }
        EndpointId endpoint = new EndpointId(id);
        String word = body.text(entry, "status");
        String error = body.text(entry, "errorMessage");
        ConnectionStatus status = FederationStatus.of(word);
        boolean hasError = error != null && !error.isEmpty();
        return Optional.of(new FederationEndpoint(
                endpoint,
                endpoint.provider(),
                body.text(entry, "region"),
                body.text(entry, "customerEndpointDNSName"),
                body.text(entry, "azureLinkId"),
                body.text(entry, "customerEndpointIPAddress"),
                body.text(entry, "comment"),
                status,
                word,
                hasError || status == ConnectionStatus.REJECTED,
                hasError ? error : null,
                null,
                null,
                null));
    }

    /** A copy of this endpoint with what the gateway knows of its addition. */
    FederationEndpoint addedBy(@Nullable String owner, @Nullable Instant time, @Nullable String reference) {
        return new FederationEndpoint(
                interfaceEndpointId,
                provider,
                region,
                customerEndpointDnsName,
                azureLinkId,
                customerEndpointIPAddress,
                comment,
                connectionStatus,
                atlasStatus,
                failed,
                errorMessage,
                owner,
                time,
                reference);
    }

    FederationEndpoint as(@Nullable KnownEndpoint known) {
        return known == null ? this : addedBy(known.team(), known.addedAt(), known.changeReference());
    }

    /** The endpoint as Atlas shows it. */
    public AtlasFederationEndpoint atAtlas() {
        return new AtlasFederationEndpoint(
                interfaceEndpointId.value(),
                provider,
                region,
                customerEndpointDnsName,
                azureLinkId,
                customerEndpointIPAddress,
                comment,
                atlasStatus,
                errorMessage);
    }

    /** Whether waiting longer would show nothing new. An unknown word says nothing about that. */
    boolean settled() {
        return failed
                || switch (connectionStatus) {
                    case NONE, PENDING_ACCEPTANCE, PENDING, DELETING -> false;
                    case AVAILABLE, REJECTED, UNKNOWN -> true;
                };
    }

    /** Whether it is being removed. */
    boolean leaving() {
        return connectionStatus == ConnectionStatus.DELETING;
    }

    boolean hasComment(@Nullable String other) {
        return Objects.requireNonNullElse(comment, "").equals(Objects.requireNonNullElse(other, ""));
    }

    /** An endpoint on record: of a project, on no link. */
    static Target target(ProjectId project, EndpointId id) {
        return new Target(project, null, id.value()).about(FederationWords.FEDERATION_ENDPOINT, id.value());
    }

    /** Its path in the API. */
    static String path(ProjectId project, EndpointId id) {
        return "/projects/" + project + "/federation-endpoints/" + id.pathSegment();
    }
}
