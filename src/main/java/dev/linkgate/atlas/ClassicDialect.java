package dev.linkgate.atlas;

import dev.linkgate.kernel.EndpointId;
import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/** The deprecated v1.0 resources, "Add one interface endpoint to a private endpoint connection"; AWS only. */
final class ClassicDialect implements Dialect {

    private static final String ROOT = "/api/atlas/v1.0";

    @Override
    public String accept() {
        return "application/json";
    }

    @Override
    public String root() {
        return ROOT;
    }

    @Override
    public String links(ProjectId project) {
        return ROOT + "/groups/" + project + "/privateEndpoint";
    }

    @Override
    public String endpoints(ProjectId project, LinkId link) {
        return link(project, link) + "/interfaceEndpoints";
    }

    @Override
    public String addition(EndpointId endpoint) {
        return "{\"interfaceEndpointId\":\"" + endpoint + "\"}";
    }
}
