package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The versioned Atlas Administration API, "Private Endpoint Services".
 *
 * <p>Atlas answers 406 unless a dated media type is asked for. Private endpoints have one version only, clusters have
 * several.
 */
final class V2Dialect implements Dialect {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public String accept() {
        return "application/vnd.atlas.2023-01-01+json";
    }

    @Override
    public String root() {
        return "/api/atlas/v2";
    }

    @Override
    public Set<Provider> providers() {
        return EnumSet.allOf(Provider.class);
    }

    @Override
    public String links(ProjectId project, Provider provider) {
        return privateEndpoint(project) + "/" + provider + "/endpointService";
    }

    @Override
    public String endpoints(ProjectId project, Provider provider, LinkId link) {
        return link(project, provider, link) + "/endpoint";
    }

    @Override
    public String newLinks(ProjectId project) {
        return privateEndpoint(project) + "/endpointService";
    }

    @Override
    public String changes(ProjectId project, LinkId link) {
        return newLinks(project) + "/" + link;
    }

    @Override
    public Resource clusters(ProjectId project, int page, int size) {
        return clusters(project, "?pageNum=" + page + "&itemsPerPage=" + size + "&includeCount=false");
    }

    @Override
    public Resource cluster(ProjectId project, String name) {
        return clusters(project, "/" + name);
    }

    private Resource clusters(ProjectId project, String rest) {
        return new Resource(project(project) + "/clusters" + rest, "application/vnd.atlas.2024-08-05+json");
    }

    @Override
    public Resource events(ProjectId project, EventSelection selection, int page, int size) {
        String types = selection.types().stream()
                .sorted()
                .map(type -> "&eventType=" + type)
                .collect(Collectors.joining());
        return new Resource(
                project(project) + "/events?pageNum=" + page + "&itemsPerPage=" + size
                        + "&includeCount=false&minDate=" + selection.from().truncatedTo(ChronoUnit.SECONDS)
                        + "&maxDate=" + selection.to().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS) + types,
                accept());
    }

    @Override
    public boolean hasEvents() {
        return true;
    }

    private String privateEndpoint(ProjectId project) {
        return project(project) + "/privateEndpoint";
    }

    @Override
    public ObjectNode addition(NewEndpoint endpoint) {
        ObjectNode body = JSON.objectNode();
        return switch (endpoint) {
            case NewEndpoint.Aws aws -> body.put("id", aws.id().value());
            case NewEndpoint.Azure azure ->
                body.put("id", azure.id().value()).put("privateEndpointIPAddress", azure.privateEndpointIPAddress());
            case NewEndpoint.Gcp gcp -> {
                body.put("endpointGroupName", gcp.id().value()).put("gcpProjectId", gcp.gcpProjectId());
                ArrayNode rules = body.putArray("endpoints");
                gcp.endpoints()
                        .forEach(rule -> rules.addObject()
                                .put("endpointName", rule.endpointName())
                                .put("ipAddress", rule.ipAddress()));
                yield body;
            }
        };
    }

    @Override
    public ObjectNode creation(NewLink link) {
        ObjectNode body = JSON.objectNode()
                .put("providerName", link.provider().name())
                .put("region", link.region().atlasName(link.provider()));
        return switch (link) {
            case NewLink.Aws aws ->
                aws.supportedRemoteRegions().isEmpty() ? body : withRegions(body, aws.supportedRemoteRegions());
            case NewLink.Azure azure -> body;
            case NewLink.Gcp gcp -> body.put("portMappingEnabled", gcp.portMappingEnabled());
        };
    }

    @Override
    public ObjectNode update(List<String> supportedRemoteRegions) {
        return withRegions(JSON.objectNode().put("cloudProvider", Provider.AWS.name()), supportedRemoteRegions);
    }

    private static ObjectNode withRegions(ObjectNode body, List<String> regions) {
        ArrayNode array = body.putArray("supportedRemoteRegions");
        regions.forEach(array::add);
        return body;
    }
}
