package dev.linkgate.gateway.core.atlas.credential;

import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Optional;

/** The bindings of projects to credentials; another package owns the projects. */
public interface Bindings {

    /** The name of the credential bound to the project, if any. From memory. */
    Optional<String> credentialOf(ProjectId project);

    /** The projects bound to this credential, read from the database, in the current transaction if there is one. */
    List<ProjectId> boundTo(String credential);
}
