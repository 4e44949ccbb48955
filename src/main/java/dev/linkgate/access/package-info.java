/** Authentication and authorization: teams, keys, grants, the administrator, and one table of routes. */
@NullMarked
package dev.linkgate.access;

import org.jspecify.annotations.NullMarked;
