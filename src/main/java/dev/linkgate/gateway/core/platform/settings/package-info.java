/** Refuses a start with settings or profiles that do not exist, or with values that have another form. */
@NullMarked
package dev.linkgate.gateway.core.platform.settings;

import org.jspecify.annotations.NullMarked;
