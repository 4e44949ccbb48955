/** Who the gateway knows: teams with their grants, administrators with their scopes, and the keys of both. */
@NullMarked
package dev.linkgate.gateway.core.access.principal;

import org.jspecify.annotations.NullMarked;
