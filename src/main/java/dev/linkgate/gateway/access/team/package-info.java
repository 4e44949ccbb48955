/** Teams with their keys and grants. */
@NullMarked
package dev.linkgate.gateway.access.team;

import org.jspecify.annotations.NullMarked;
