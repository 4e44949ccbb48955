/**
 * A project as a whole: its numbers, and its endpoints on all links.
 *
 * <p>It brings the routes {@code /projects/{projectId}} and {@code /projects/{projectId}/endpoints}. Whoever keeps
 * requests for access implements {@link PendingRequests}.
 */
@ApplicationModule(
        id = "projects",
        allowedDependencies = {"core"})
@NullMarked
package dev.linkgate.gateway.feature.projects;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
