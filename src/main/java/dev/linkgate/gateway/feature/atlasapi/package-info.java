/**
 * Atlas's own paths and bodies over the gateway's use cases, so that Atlas's tools work unchanged.
 *
 * <p>It brings the routes below {@code /api/atlas}, the form of their errors, the setting
 * {@code linkgate.atlas-api.enabled}, Atlas's part of the document.
 */
@ApplicationModule(
        id = "atlasapi",
        allowedDependencies = {"core", "federation", "limits", "regional"})
@NullMarked
package dev.linkgate.gateway.feature.atlasapi;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
