package dev.linkgate.gateway.core.atlas;

import static dev.linkgate.gateway.core.atlas.BodyFields.isNothing;
import static dev.linkgate.gateway.core.atlas.BodyFields.isTextOrNothing;

import dev.linkgate.gateway.core.atlas.channel.AtlasFault;
import dev.linkgate.gateway.core.atlas.channel.AtlasOperation;
import dev.linkgate.gateway.core.atlas.channel.AtlasRequest;
import dev.linkgate.gateway.core.atlas.channel.AtlasResponse;
import dev.linkgate.gateway.core.atlas.channel.FaultClassifier;
import dev.linkgate.gateway.core.atlas.channel.TransportFailure;
import dev.linkgate.gateway.core.endpoints.link.Cluster;
import dev.linkgate.gateway.core.endpoints.link.Clusters;
import dev.linkgate.gateway.core.endpoints.link.Endpoint;
import dev.linkgate.gateway.core.endpoints.link.Link;
import dev.linkgate.gateway.core.endpoints.link.LinkPath;
import dev.linkgate.gateway.core.endpoints.link.ProjectDescription;
import dev.linkgate.gateway.core.endpoints.observation.EndpointObservation;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.gateway.core.platform.request.Failure;
import dev.linkgate.gateway.core.platform.request.LinkgateException;
import dev.linkgate.gateway.core.platform.request.ProblemCode;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * The reads of one project on Atlas.
 *
 * @param request makes the request for a path and a media type: of a caller, or to read back a write
 */
record ProjectReads(ResilientClient client, Dialect dialect, KnownProviders known, ProjectId project, Request request) {

    @FunctionalInterface
    interface Request {
        AtlasRequest of(String uri, String accept);
    }

    List<Link> links(Provider provider) {
        List<Link> links = read(
                AtlasOperation.LIST_LINKS,
                request(dialect.links(project, provider)),
                response -> LinkBodies.links(response, provider));
        links.forEach(link -> known.note(path(link.id()), provider));
        return links.stream().filter(link -> !link.gone()).toList();
    }

    /** Atlas's path names the provider. Each is tried if the link was not seen before. */
    Link link(LinkId id) {
        List<Provider> candidates =
                known.of(path(id)).map(List::of).orElseGet(() -> new ArrayList<>(dialect.providers()));
        Provider last = candidates.getLast();
        for (Provider candidate : candidates.subList(0, candidates.size() - 1)) {
            Optional<Link> found = EndpointObservation.find(() -> link(id, candidate));
            if (found.isPresent()) {
                return found.get();
            }
        }
        return link(id, last);
    }

    private Link link(LinkId id, Provider provider) {
        Link link = read(
                AtlasOperation.GET_LINK,
                request(dialect.link(project, provider, id)),
                response -> LinkBodies.link(response, provider));
        known.note(path(id), provider);
        if (link.gone()) {
            throw AtlasFault.NO_LINK.failure().toException();
        }
        return link;
    }

    Provider providerOf(LinkId link) {
        return known.of(path(link)).orElseGet(() -> link(link).provider());
    }

    /**
     * Atlas's 404 may name the link although only the endpoint is absent, or is of another cloud. And Atlas may know an
     * endpoint of Azure in one spelling only, although case makes no difference. In these cases the link is read, too.
     */
    Endpoint endpoint(LinkId link, EndpointId id) {
        known.of(path(link)).ifPresent(id::requireOn);
        try {
            return endpointAsSpelled(link, id);
        } catch (LinkgateException absent) {
            ProblemCode code = absent.failure().code();
            boolean needsLink = code.equals(ProblemCode.LINK_NOT_FOUND)
                    || (code.equals(ProblemCode.ENDPOINT_NOT_FOUND) && id.provider() == Provider.AZURE);
            if (!needsLink) {
                throw absent;
            }
            return endpointOf(link(link), id, absent.failure());
        }
    }

    /** The endpoint in the link's own spelling, if that is another one. */
    private Endpoint endpointOf(Link link, EndpointId id, Failure absent) {
        id.requireOn(link.provider());
        return link.interfaceEndpointIds().stream()
                .filter(other -> other.equals(id) && !other.value().equals(id.value()))
                .findFirst()
                .flatMap(spelling -> EndpointObservation.find(() -> endpointAsSpelled(link.id(), spelling)))
                .orElseThrow(() -> AtlasFault.NOTHING_THERE
                        .failure()
                        .answeredBy(absent.atlas())
                        .toException());
    }

    private Endpoint endpointAsSpelled(LinkId link, EndpointId id) {
        Endpoint found = read(
                AtlasOperation.GET_ENDPOINT,
                request(dialect.endpoint(project, link, id)),
                response -> EndpointBodies.endpoint(response, id.provider()));
        known.note(path(link), id.provider());
        if (found.gone()) {
            throw AtlasFault.NOTHING_THERE.failure().toException();
        }
        return found;
    }

    <T extends Record> T resource(ProjectResource<T> resource) {
        return read(
                resource.isEntry() ? AtlasOperation.GET_ENTRY : AtlasOperation.GET_RESOURCE,
                request(dialect.resource(project, resource.path(), resource)),
                resource.body()::apply);
    }

    ProjectDescription description() {
        return read(AtlasOperation.GET_PROJECT, request(dialect.project(project)), ProjectBodies::description);
    }

    Clusters clusters() {
        return new ClusterPages(this::clusterPage).all();
    }

    /** @param name in the form of a cluster's name */
    Cluster cluster(String name) {
        Dialect.Resource one = dialect.cluster(project, name);
        return read(AtlasOperation.LIST_CLUSTERS, request.of(one.uri(), one.accept()), ClusterBodies::cluster);
    }

    private AtlasResponse clusterPage(int number, int size) {
        Dialect.Resource page = dialect.clusters(project, number, size);
        return success(AtlasOperation.LIST_CLUSTERS, request.of(page.uri(), page.accept()));
    }

    private AtlasRequest request(String uri) {
        return request.of(uri, dialect.accept());
    }

    private <T> T read(AtlasOperation operation, AtlasRequest request, Function<AtlasResponse, Optional<T>> body) {
        AtlasResponse response = success(operation, request);
        return body.apply(response).orElseThrow(() -> unreadable(operation, response));
    }

    /** The failure of a success whose body is not valid. */
    static LinkgateException unreadable(AtlasOperation operation, AtlasResponse response) {
        return AtlasFault.UNREADABLE
                .failure(operation)
                .answeredBy(response.refusal())
                .toException();
    }

    /** @throws LinkgateException if no answer came, or it is not a success */
    AtlasResponse success(AtlasOperation operation, AtlasRequest request) {
        AtlasResponse response;
        try {
            response = client.read(request);
        } catch (TransportFailure e) {
            throw FaultClassifier.failure(operation, e).toException();
        }
        if (!response.isSuccess()) {
            throw FaultClassifier.failure(operation, response).toException();
        }
        return response;
    }

    private LinkPath path(LinkId link) {
        return new LinkPath(project, link);
    }

    /** Reads Atlas's answers about a project, as {@link BodyFields} says. */
    static final class ProjectBodies {

        private ProjectBodies() {}

        /** Nothing if the body is not valid. */
        static Optional<ProjectDescription> description(AtlasResponse response) {
            JsonNode body = response.json();
            JsonNode count = body.path("clusterCount");
            if (!body.isObject()
                    || !isTextOrNothing(body, "name", "orgId", "created")
                    || !(isNothing(count) || count.canConvertToLong())) {
                return Optional.empty();
            }
            return Optional.of(new ProjectDescription(
                    response.text(body, "name"),
                    response.text(body, "orgId"),
                    isNothing(count) ? null : count.longValue(),
                    response.text(body, "created")));
        }
    }
}
