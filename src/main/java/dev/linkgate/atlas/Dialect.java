package dev.linkgate.atlas;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/** Where one of Atlas's APIs keeps things, and how it wants to be asked. What it answers is the same for both. */
interface Dialect {

    /** The media type to ask for. */
    String accept();

    /** What any key may read, to see whether Atlas takes the key at all. */
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
