/** The OpenAPI document, with the conventions of the gateway. */
@NullMarked
package dev.linkgate.gateway.api.openapi;

import org.jspecify.annotations.NullMarked;
