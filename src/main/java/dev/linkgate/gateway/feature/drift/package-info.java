/**
 * What at Atlas is otherwise than the trail says. The state and the events of Atlas enter; differences and findings
 * leave.
 *
 * <p>It uses all rooms below {@code access}.
 */
@NullMarked
package dev.linkgate.gateway.feature.drift;

import org.jspecify.annotations.NullMarked;
