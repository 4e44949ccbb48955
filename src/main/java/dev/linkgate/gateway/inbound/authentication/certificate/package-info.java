/** Callers with a client certificate. */
@NullMarked
package dev.linkgate.gateway.inbound.authentication.certificate;

import org.jspecify.annotations.NullMarked;
