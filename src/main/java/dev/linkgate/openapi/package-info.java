/** The OpenAPI document, and what the gateway adds to it by its conventions. */
@NullMarked
package dev.linkgate.openapi;

import org.jspecify.annotations.NullMarked;
