/** Callers with a JWT of an issuer that the operator trusts. */
@NullMarked
package dev.linkgate.gateway.inbound.authentication.jwt;

import org.jspecify.annotations.NullMarked;
