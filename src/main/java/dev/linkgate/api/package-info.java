/** The HTTP edge: controllers of projects, links, endpoints and operations, problems, presentation. */
@NullMarked
package dev.linkgate.api;

import org.jspecify.annotations.NullMarked;
