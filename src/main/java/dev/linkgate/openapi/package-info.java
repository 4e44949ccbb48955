/** The OpenAPI document, with the conventions of the gateway. */
@NullMarked
package dev.linkgate.openapi;

import org.jspecify.annotations.NullMarked;
