/** Refuses a start with settings or profiles that do not exist. */
@NullMarked
package dev.linkgate.gateway.platform.settings;

import org.jspecify.annotations.NullMarked;
