/**
 * The regional mode of a project: it is read and switched, as a route of its own and for Atlas's own paths. It brings
 * two routes, two actions, and the check of its effect; it uses the core.
 */
@NullMarked
package dev.linkgate.gateway.feature.regional;

import org.jspecify.annotations.NullMarked;
