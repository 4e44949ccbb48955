/** What clients of other servers are set by. */
@NullMarked
package dev.linkgate.gateway.core.platform.settings;

import org.jspecify.annotations.NullMarked;
