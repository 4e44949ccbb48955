/** Sets the sandbox up for its visitor: a project, a team and a key on the simulated Atlas. */
@NullMarked
package dev.linkgate.demo;

import org.jspecify.annotations.NullMarked;
