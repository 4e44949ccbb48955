package dev.linkgate.atlas;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/** The paths and requests of one of Atlas's APIs. The answers of both APIs have the same form. */
interface Dialect {

    /** The media type to ask for. */
    String accept();

    /** A resource that any key may read, to check whether Atlas accepts the key at all. */
    String root();

    String links(ProjectId project);

    default String link(ProjectId project, LinkId link) {
        return links(project) + "/" + link;
    }

    String endpoints(ProjectId project, LinkId link);

    default String endpoint(ProjectId project, LinkId link, EndpointId endpoint) {
        return endpoints(project, link) + "/" + endpoint;
    }

    /** The JSON that adds an endpoint. */
    String addition(EndpointId endpoint);
}
