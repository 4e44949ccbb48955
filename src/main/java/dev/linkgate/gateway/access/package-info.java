/** Who may do what: teams, keys, grants, administrators, and one table of routes. */
@NullMarked
package dev.linkgate.gateway.access;

import org.jspecify.annotations.NullMarked;
