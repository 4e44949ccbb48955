/**
 * The pages, the files that they load, and a page for each problem.
 *
 * <p>It brings their routes.
 */
@ApplicationModule(
        id = "pages",
        allowedDependencies = {"core", "identities"})
@NullMarked
package dev.linkgate.gateway.feature.pages;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
