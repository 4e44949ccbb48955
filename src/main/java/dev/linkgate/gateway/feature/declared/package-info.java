/**
 * Declared set-up: a file or a request that says which teams, projects, credentials, webhooks and administrators there
 * shall be; and the secrets that a declaration or a request names or brings.
 */
@NullMarked
package dev.linkgate.gateway.feature.declared;

import org.jspecify.annotations.NullMarked;
