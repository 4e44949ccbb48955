/** The links and endpoints of the simulated Atlas over time, and each project's rate limit. */
@NullMarked
package dev.linkgate.sandbox.state;

import org.jspecify.annotations.NullMarked;
