/** Refuses wrong settings at the start, in one sentence for each. */
@NullMarked
package dev.linkgate.gateway.feature.settings;

import org.jspecify.annotations.NullMarked;
