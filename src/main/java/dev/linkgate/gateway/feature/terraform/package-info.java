/**
 * Links and endpoints for Terraform, also those on no link.
 *
 * <p>It brings the route of a project's import blocks.
 */
@ApplicationModule(
        id = "terraform",
        allowedDependencies = {"core", "projects"})
@NullMarked
package dev.linkgate.gateway.feature.terraform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
