/** The registered projects with their names and credentials. */
@NullMarked
package dev.linkgate.gateway.core.access.project;

import org.jspecify.annotations.NullMarked;
