/** Callers with a client certificate. */
@NullMarked
package dev.linkgate.gateway.feature.identities.certificate;

import org.jspecify.annotations.NullMarked;
