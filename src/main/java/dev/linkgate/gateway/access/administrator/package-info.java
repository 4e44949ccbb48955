/** Administrators with names, their scopes and keys. */
@NullMarked
package dev.linkgate.gateway.access.administrator;

import org.jspecify.annotations.NullMarked;
