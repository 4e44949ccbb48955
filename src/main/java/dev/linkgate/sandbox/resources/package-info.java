/** The resources of the simulated Atlas besides private endpoints: the root, organizations, projects and clusters. */
@NullMarked
package dev.linkgate.sandbox.resources;

import org.jspecify.annotations.NullMarked;
