package dev.linkgate.protocol;

import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path below {@code /api/atlas/v2/groups/<project>/privateNetworkSettings/endpointIds}: the endpoints of Data
 * Federation and Online Archive.
 *
 * @param project as it was written
 * @param resource the decoded segments that follow {@code endpointIds}
 */
public record FederationPath(String project, List<String> resource) {

    private static final List<String> START = List.of("api", "atlas", "v2", "groups");
    private static final List<String> END = List.of("privateNetworkSettings", "endpointIds");
    private static final int LENGTH = 7;
    private static final Pattern AWS_ID = Pattern.compile("vpce-[0-9a-f]{17}");
    private static final Pattern DNS_NAME = Pattern.compile("[-A-Za-z0-9.]{1,253}");
    private static final Pattern ANY = Pattern.compile(".*\\S.*");

    private static final String ENDPOINT_ID = "endpointId";
    private static final String PROVIDER = "provider";
    private static final String TYPE = "type";
    private static final String COMMENT = "comment";
    private static final String REGION = "region";
    private static final String NAME = "customerEndpointDNSName";
    private static final String LINK_ID = "azureLinkId";
    private static final String ADDRESS = "customerEndpointIPAddress";

    /** Clients may send back the last two as they were read; they change nothing. */
    private static final Set<String> FIELDS =
            Set.of(ENDPOINT_ID, PROVIDER, TYPE, COMMENT, REGION, NAME, LINK_ID, ADDRESS, "status", "errorMessage");

    /** The path by its decoded segments; empty if it is not such a path. */
    public static Optional<FederationPath> of(List<String> segments) {
        if (segments.size() < LENGTH
                || !segments.subList(0, START.size()).equals(START)
                || !segments.subList(LENGTH - END.size(), LENGTH).equals(END)) {
            return Optional.empty();
        }
        return Optional.of(new FederationPath(segments.get(START.size()), segments.subList(LENGTH, segments.size())));
    }

    /**
     * Reads the operation from a request for this path. The region is not looked up.
     *
     * @throws RequestRefused if Atlas has no such request
     */
    public FederationOperation parse(Inbound request) {
        ApiVersion.V2023_01_01.check(request);
        return switch (resource.size()) {
            case 0 -> onList(request);
            case 1 -> onEntry(request, resource.getFirst());
            default -> throw request.nothingThere();
        };
    }

    private FederationOperation onList(Inbound request) {
        return switch (request.method()) {
            case "GET" -> new FederationOperation.ListEntries(project);
            case "POST" -> new FederationOperation.AddEntry(project, asked(JsonBody.of(request, FIELDS)));
            default -> throw request.methodNotAllowed();
        };
    }

    private FederationOperation onEntry(Inbound request, String id) {
        if (!AWS_ID.matcher(id).matches() && !MultiCloudApi.AZURE_ID.matcher(id).matches()) {
            throw Refusal.PATH_PARAM_PARSE_ERROR.of(request.path());
        }
        return switch (request.method()) {
            case "GET" -> new FederationOperation.GetEntry(project, id);
            case "DELETE" -> new FederationOperation.RemoveEntry(project, id);
            default -> throw request.methodNotAllowed();
        };
    }

    private static AtlasFederationEndpoint asked(JsonBody body) {
        Provider provider = provider(body.optionalText(PROVIDER));
        String type = body.optionalText(TYPE);
        if (type != null && !type.equals(AtlasFederationEndpoint.TYPE)) {
            throw Refusal.INVALID_ENUM_VALUE.of(type);
        }
        boolean azure = provider == Provider.AZURE;
        Pattern ids = azure ? MultiCloudApi.AZURE_ID : AWS_ID;
        String id = MultiCloudApi.matching(ids, ENDPOINT_ID, body);
        String name = optional(DNS_NAME, NAME, body);
        String region = body.optionalText(REGION);
        if (name != null && region == null) {
            throw Refusal.MISSING_ATTRIBUTE.of(REGION);
        }
        if (!azure && region != null && name == null) {
            throw Refusal.MISSING_ATTRIBUTE.of(NAME);
        }
        return new AtlasFederationEndpoint(
                id,
                provider,
                region,
                name,
                ofAzure(azure, ANY, LINK_ID, body),
                ofAzure(azure, MultiCloudApi.IP_ADDRESS, ADDRESS, body),
                body.optionalText(COMMENT),
                null,
                null);
    }

    private static Provider provider(@Nullable String name) {
        if (name == null || name.equals(Provider.AWS.name())) {
            return Provider.AWS;
        }
        if (name.equals(Provider.AZURE.name())) {
            return Provider.AZURE;
        }
        throw name.equals(Provider.GCP.name())
                ? Refusal.PROVIDER_UNSUPPORTED.of(name, AtlasFederationEndpoint.TYPE)
                : Refusal.INVALID_PROVIDER.of(name);
    }

    /** A field that Azure's endpoints must have and others must not. */
    private static @Nullable String ofAzure(boolean azure, Pattern form, String field, JsonBody body) {
        if (azure) {
            return MultiCloudApi.matching(form, field, body);
        }
        if (body.optionalText(field) != null) {
            throw Refusal.INVALID_ATTRIBUTE.of(field);
        }
        return null;
    }

    private static @Nullable String optional(Pattern form, String field, JsonBody body) {
        return body.optionalText(field) == null ? null : MultiCloudApi.matching(form, field, body);
    }
}
