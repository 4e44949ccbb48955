/** The tamper-evident record of every read, write and refusal, and the intent that a write must show. */
@NullMarked
package dev.linkgate.gateway.trail.audit;

import org.jspecify.annotations.NullMarked;
