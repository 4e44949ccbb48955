package dev.linkgate.gateway.core.atlas;

import dev.linkgate.gateway.core.endpoints.link.NewEndpoint;
import dev.linkgate.gateway.core.endpoints.link.NewLink;
import dev.linkgate.gateway.core.endpoints.port.ProjectResource;
import dev.linkgate.gateway.core.platform.request.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;
import dev.linkgate.kernel.Provider;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The paths and requests of one of Atlas's APIs. The answers of both APIs have the same form. */
interface Dialect {

    /** The media type to ask for, except for a {@link Resource}. */
    String accept();

    /** A resource that any key may read, to check whether Atlas accepts the key at all. */
    String root();

    /** The path of a project. */
    default String project(ProjectId project) {
        return root() + "/groups/" + project;
    }

    /** The clouds that links can connect to. */
    Set<Provider> providers();

    String links(ProjectId project, Provider provider);

    default String link(ProjectId project, Provider provider, LinkId link) {
        return links(project, provider) + "/" + link;
    }

    String endpoints(ProjectId project, Provider provider, LinkId link);

    /** The path of an endpoint. Its id is percent-encoded here and nowhere else. */
    default String endpoint(ProjectId project, LinkId link, EndpointId endpoint) {
        return endpoints(project, endpoint.provider(), link) + "/" + endpoint.pathSegment();
    }

    /** The path to which a new link is posted. */
    String newLinks(ProjectId project);

    /** The path of a link for changes of it. */
    String changes(ProjectId project, LinkId link);

    /**
     * The path of a resource that a feature knows.
     *
     * @param path below the project's
     */
    default String resource(ProjectId project, String path, ProjectResource<?> resource) {
        return project(project) + "/" + path;
    }

    /**
     * A page of a project's clusters.
     *
     * @param page from 1
     * @param size the number of clusters on a page
     */
    Resource clusters(ProjectId project, int page, int size);

    /** One cluster of a project. */
    Resource cluster(ProjectId project, String name);

    /**
     * A page of a project's events, newest first.
     *
     * @param page from 1
     * @param size the number of events on a page
     * @throws IllegalStateException unless the API {@linkplain #hasEvents() has events}
     */
    Resource events(ProjectId project, EventSelection selection, int page, int size);

    /** Whether the API tells events. */
    boolean hasEvents();

    /**
     * A resource with a version of its own.
     *
     * @param uri its path and query
     * @param accept the media type to ask for
     */
    record Resource(String uri, String accept) {}

    /** The JSON that adds an endpoint. */
    ObjectNode addition(NewEndpoint endpoint);

    /** The JSON that creates a link. */
    ObjectNode creation(NewLink link);

    /** The JSON that changes the regions of a link to AWS. */
    ObjectNode update(List<String> supportedRemoteRegions);
}
