/**
 * The OpenAPI document, with the conventions of the gateway, and Swagger UI.
 *
 * <p>It brings the routes of the document, in which all features describe themselves.
 */
@ApplicationModule(
        id = "documents",
        allowedDependencies = {"core", "identities", "pages"})
@NullMarked
package dev.linkgate.gateway.feature.documents;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
