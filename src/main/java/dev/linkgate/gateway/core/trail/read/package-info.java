/** Reads the trail: records in their order, by a filter or from a page of a selection, with what is archived. */
@NullMarked
package dev.linkgate.gateway.core.trail.read;

import org.jspecify.annotations.NullMarked;
