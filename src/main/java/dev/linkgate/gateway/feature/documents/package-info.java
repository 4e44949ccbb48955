/** The OpenAPI document, with the conventions of the gateway. */
@NullMarked
package dev.linkgate.gateway.feature.documents;

import org.jspecify.annotations.NullMarked;
