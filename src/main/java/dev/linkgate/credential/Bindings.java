package dev.linkgate.credential;

import dev.linkgate.kernel.ProjectId;
import java.util.List;
import java.util.Optional;

/** Which projects have chosen a credential; the projects themselves are another package's business. */
public interface Bindings {

    /** The name of the credential bound to the project, if one is. From memory. */
    Optional<String> credentialOf(ProjectId project);

    /** The projects bound to this credential, as the database has it now, in the current transaction if there is one. */
    List<ProjectId> boundTo(String credential);
}
