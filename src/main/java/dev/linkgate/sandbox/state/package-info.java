/** The links, endpoints (of Data Federation, too) and clusters of the simulated Atlas over time, what callers may do, and rate limits. */
@NullMarked
package dev.linkgate.sandbox.state;

import org.jspecify.annotations.NullMarked;
