/** The HTTP edge: controllers of links and endpoints, problems, paging, the OpenAPI document. */
@NullMarked
package dev.linkgate.api;

import org.jspecify.annotations.NullMarked;
