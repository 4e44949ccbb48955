/** Sets up the sandbox for a demo: a project, a team and a key on the simulated Atlas. */
@NullMarked
package dev.linkgate.gateway.feature.demo;

import org.jspecify.annotations.NullMarked;
