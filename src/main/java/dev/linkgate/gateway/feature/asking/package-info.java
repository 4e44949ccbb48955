/** Teams ask for roles on projects, and owners and administrators answer. */
@NullMarked
package dev.linkgate.gateway.feature.asking;

import org.jspecify.annotations.NullMarked;
