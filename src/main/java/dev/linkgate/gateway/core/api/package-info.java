/**
 * The HTTP APIs and their documents. A request that has passed {@code inbound} enters; the use case that it asks for is
 * called, and its answer leaves as JSON. The team's own resources are here; Atlas's paths, event streams, OpenAPI
 * documents, pages, Terraform and the demo set-up are below.
 *
 * <p>It uses every room but {@code inbound} and {@code notify}.
 */
@NullMarked
package dev.linkgate.gateway.core.api;

import org.jspecify.annotations.NullMarked;
