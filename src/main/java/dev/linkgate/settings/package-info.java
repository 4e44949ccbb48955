/** Refuses a start with settings or profiles that do not exist. */
@NullMarked
package dev.linkgate.settings;

import org.jspecify.annotations.NullMarked;
