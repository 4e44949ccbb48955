package dev.linkgate.crash;

import dev.linkgate.kernel.LinkId;
import dev.linkgate.kernel.ProjectId;

/** A link that one caller has for itself, and the paths under which the gateway knows it. */
record Place(ProjectId project, LinkId link) {

    String project(String below) {
        return "/projects/" + project + below;
    }

    String linkPath() {
        return project("/links/" + link);
    }

    String endpoints() {
        return linkPath() + "/endpoints";
    }

    String endpoint(String id) {
        return endpoints() + "/" + id;
    }
}
