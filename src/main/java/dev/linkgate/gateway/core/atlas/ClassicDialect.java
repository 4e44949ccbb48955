package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Region;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The deprecated v1.0 resources, "Add one interface endpoint to a private endpoint connection"; AWS only. */
final class ClassicDialect implements Dialect {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public String accept() {
        return "application/json";
    }

    @Override
    public String root() {
        return "/api/atlas/v1.0";
    }

    @Override
    public Set<Provider> providers() {
        return Set.of(Provider.AWS);
    }

    @Override
    public String links(ProjectId project, Provider provider) {
        if (provider != Provider.AWS) {
            throw awsOnly("provider", "The classic API has links to AWS only.");
        }
        return newLinks(project);
    }

    @Override
    public String endpoints(ProjectId project, Provider provider, LinkId link) {
        if (provider != Provider.AWS) {
            throw awsOnly("interfaceEndpointId", "The classic API has endpoints of AWS only.");
        }
        return link(project, provider, link) + "/interfaceEndpoints";
    }

    @Override
    public String newLinks(ProjectId project) {
        return project(project) + "/privateEndpoint";
    }

    @Override
    public String changes(ProjectId project, LinkId link) {
        throw awsOnly("supportedRemoteRegions", "The classic API has AWS only, and cannot change a link.");
    }

    @Override
    public String resource(ProjectId project, String path, ProjectResource<?> resource) {
        throw awsOnly(resource.field(), "The classic API has AWS only, and no " + resource.title() + ".");
    }

    @Override
    public Resource clusters(ProjectId project, int page, int size) {
        throw awsOnly("interfaceEndpointId", "The classic API has AWS only, and no connection strings.");
    }

    @Override
    public Resource cluster(ProjectId project, String name) {
        return clusters(project, 1, 1);
    }

    @Override
    public Resource events(ProjectId project, EventSelection selection, int page, int size) {
        throw new IllegalStateException("the classic API has no events");
    }

    @Override
    public boolean hasEvents() {
        return false;
    }

    @Override
    public ObjectNode addition(NewEndpoint endpoint) {
        return JSON.objectNode().put("interfaceEndpointId", endpoint.id().value());
    }

    @Override
    public ObjectNode creation(NewLink link) {
        if (link instanceof NewLink.Aws aws && !aws.supportedRemoteRegions().isEmpty()) {
            throw awsOnly("supportedRemoteRegions", "The classic API has AWS only, without remote regions.");
        }
        return JSON.objectNode().put("providerName", link.provider().name()).put("region", ownName(link.region()));
    }

    /** This API documents AWS's own names of regions only. */
    private static String ownName(Region region) {
        return region.isKnownOn(Provider.AWS)
                ? region.atlasName(Provider.AWS).toLowerCase(Locale.ROOT).replace('_', '-')
                : region.value();
    }

    @Override
    public ObjectNode update(List<String> supportedRemoteRegions) {
        throw awsOnly("supportedRemoteRegions", "The classic API has AWS only, and cannot change a link.");
    }

    private static LinkgateException awsOnly(String field, String message) {
        return Failure.invalid(field, message + " The gateway must use v2 (linkgate.atlas.api=v2).")
                .toException();
    }
}
