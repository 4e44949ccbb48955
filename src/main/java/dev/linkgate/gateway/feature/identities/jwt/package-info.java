/** Callers with a JWT of an issuer that the operator trusts. */
@NullMarked
package dev.linkgate.gateway.feature.identities.jwt;

import org.jspecify.annotations.NullMarked;
