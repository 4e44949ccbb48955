/**
 * Makes records durable: the writer of the chain, the intents of writes, and what becomes of one without an outcome.
 */
@NullMarked
package dev.linkgate.gateway.core.trail.audit;

import org.jspecify.annotations.NullMarked;
