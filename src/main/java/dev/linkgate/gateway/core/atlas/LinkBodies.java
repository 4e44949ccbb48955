package dev.linkgate.gateway.core.atlas;

import static dev.linkgate.gateway.core.atlas.BodyFields.isFlagOrNothing;
import static dev.linkgate.gateway.core.atlas.BodyFields.isListOfTextsOrNothing;
import static dev.linkgate.gateway.core.atlas.BodyFields.isTextOrNothing;

import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkDetails;
import dev.linkgate.gateway.core.endpoints.link.LinkStatus;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Reads Atlas's answers about links, as {@link BodyFields} says. */
final class LinkBodies {

    private static final Logger log = LoggerFactory.getLogger(LinkBodies.class);

    /** The maximum of a project: Atlas makes one for each region of a provider, and there are some thirty regions. */
    static final int MAX_LINKS = 200;

    private LinkBodies() {}

    /** The links to a cloud; nothing if the body is not a list of links. */
    static Optional<List<Link>> links(AtlasResponse response, Provider provider) {
        JsonNode body = response.json();
        if (!body.isArray() || body.size() > MAX_LINKS) {
            return Optional.empty();
        }
        List<Link> links = body.valueStream()
                .map(link -> link(response, link, provider))
                .flatMap(Optional::stream)
                .toList();
        return links.size() == body.size() ? Optional.of(links) : Optional.empty();
    }

    /** A link to a cloud; nothing if the body is not a link. */
    static Optional<Link> link(AtlasResponse response, Provider provider) {
        return link(response, response.json(), provider);
    }

    private static Optional<Link> link(AtlasResponse response, JsonNode body, Provider provider) {
        String id = body.path("id").stringValue(null);
        String word = body.path("status").stringValue(null);
        JsonNode endpoints = body.path(endpointsField(provider));
        if (id == null
                || !LinkId.matches(id)
                || word == null
                || !isTextOrNothing(body, "regionName", "errorMessage")
                || !isListOfTextsOrNothing(endpoints)) {
            return Optional.empty();
        }
        LinkStatus status = LinkStatus.ofAtlas(word);
        return linkDetails(response, body, provider)
                .map(details -> new Link(
                        new LinkId(id),
                        response.text(body, "regionName"),
                        status,
                        word.equals(status.name()) ? null : response.text(body, "status"),
                        endpointIds(response, id, endpoints, provider),
                        response.text(body, "errorMessage"),
                        details));
    }

    private static String endpointsField(Provider provider) {
        return switch (provider) {
            case AWS -> "interfaceEndpoints";
            case AZURE -> "privateEndpoints";
            case GCP -> "endpointGroupNames";
        };
    }

    private static Optional<LinkDetails> linkDetails(AtlasResponse response, JsonNode body, Provider provider) {
        return switch (provider) {
            case AWS -> {
                JsonNode regions = body.path("supportedRemoteRegions");
                yield isTextOrNothing(body, "endpointServiceName") && isListOfTextsOrNothing(regions)
                        ? Optional.of(new LinkDetails.Aws(
                                response.text(body, "endpointServiceName"),
                                regions.isMissingNode() ? null : texts(response, regions)))
                        : Optional.empty();
            }
            case AZURE ->
                isTextOrNothing(body, "privateLinkServiceName", "privateLinkServiceResourceId")
                        ? Optional.of(new LinkDetails.Azure(
                                response.text(body, "privateLinkServiceName"),
                                response.text(body, "privateLinkServiceResourceId")))
                        : Optional.empty();
            case GCP -> {
                JsonNode names = body.path("serviceAttachmentNames");
                JsonNode portMapping = body.path("portMappingEnabled");
                yield isListOfTextsOrNothing(names) && isFlagOrNothing(portMapping)
                        ? Optional.of(new LinkDetails.Gcp(texts(response, names), portMapping.booleanValue(false)))
                        : Optional.empty();
            }
        };
    }

    /**
     * Atlas accepts any id that begins like one, so a mistyped id in its console must not make the link unreadable.
     * Such an endpoint never connects.
     */
    private static List<EndpointId> endpointIds(
            AtlasResponse response, String link, JsonNode endpoints, Provider provider) {
        List<EndpointId> ids = endpoints
                .valueStream()
                .map(JsonNode::stringValue)
                .filter(id -> EndpointId.matches(id) && !response.repeatsSecret(id))
                .map(EndpointId::new)
                .filter(id -> id.provider() == provider)
                .toList();
        if (ids.size() < endpoints.size()) {
            log.warn(
                    "Link {} has {} endpoints with ids that are not in the form of {}; they are left out",
                    link,
                    endpoints.size() - ids.size(),
                    provider.title());
        }
        return ids;
    }

    private static List<String> texts(AtlasResponse response, JsonNode array) {
        return array.valueStream().map(response::text).toList();
    }
}
