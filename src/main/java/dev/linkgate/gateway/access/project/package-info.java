/** The registered projects with their names and credentials. */
@NullMarked
package dev.linkgate.gateway.access.project;

import org.jspecify.annotations.NullMarked;
