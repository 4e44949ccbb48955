/** All endpoints of all projects, as they were last seen. */
@NullMarked
package dev.linkgate.gateway.feature.inventory;

import org.jspecify.annotations.NullMarked;
