package dev.linkgate.atlas;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/**
 * The versioned Atlas Administration API, "Private Endpoint Services".
 *
 * <p>Atlas answers 406 unless a dated media type is asked for; these resources have one version only.
 */
final class V2Dialect implements Dialect {

    private static final String ROOT = "/api/atlas/v2";

    @Override
    public String accept() {
        return "application/vnd.atlas.2023-01-01+json";
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public String links(ProjectId project) {
        return ROOT + "/groups/" + project + "/privateEndpoint/AWS/endpointService";
    }

    @Override
    public String endpoints(ProjectId project, LinkId link) {
        return link(project, link) + "/endpoint";
    }

    @Override
    public String addition(EndpointId endpoint) {
        return "{\"id\":\"" + endpoint + "\"}";
    }
}
