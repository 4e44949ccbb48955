/** Reads of Atlas that callers share: concurrent requests for the same value get one answer. */
@NullMarked
package dev.linkgate.gateway.core.endpoints.reads;

import org.jspecify.annotations.NullMarked;
