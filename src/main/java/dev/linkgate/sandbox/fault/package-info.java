/** The faults of requests, requested by a test or named in an endpoint id. */
@NullMarked
package dev.linkgate.sandbox.fault;

import org.jspecify.annotations.NullMarked;
