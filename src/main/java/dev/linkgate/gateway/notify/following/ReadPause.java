package dev.linkgate.gateway.notify.following;

import java.time.Duration;

/**
 * The pause before the next read of a target.
 *
 * @param wanted for this target alone
 * @param granted with all others of its project
 */
record ReadPause(Duration wanted, Duration granted) {}
