/** Declared set-up: a file or a request that says which teams, projects, credentials, webhooks and administrators
 * there shall be. */
@NullMarked
package dev.linkgate.gateway.platform.config;

import org.jspecify.annotations.NullMarked;
