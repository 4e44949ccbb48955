/** The team's command line, a client of a gateway over HTTP. */
@NullMarked
package dev.linkgate.cli;

import org.jspecify.annotations.NullMarked;
