/** Declared set-up: a file or a request that says which teams, projects and credentials there shall be. */
@NullMarked
package dev.linkgate.gateway.config;

import org.jspecify.annotations.NullMarked;
