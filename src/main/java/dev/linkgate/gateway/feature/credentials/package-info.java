/** Administrators keep the credentials of Atlas, and try them. */
@NullMarked
package dev.linkgate.gateway.feature.credentials;

import org.jspecify.annotations.NullMarked;
