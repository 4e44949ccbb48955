/** Callers without stored keys: JWTs of named issuers, client certificates, and the sign-in on the pages. */
@NullMarked
package dev.linkgate.gateway.feature.identities;

import org.jspecify.annotations.NullMarked;
