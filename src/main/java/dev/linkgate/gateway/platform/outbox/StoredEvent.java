package dev.linkgate.gateway.platform.outbox;

import dev.linkgate.kernel.ProjectId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event in the outbox.
 *
 * @param id which no other event has
 * @param type the word of an {@link EventType}, or that of a later version whose events are still here
 * @param project absent if it is about no project
 * @param data JSON
 */
public record StoredEvent(
        String id,
        Instant occurredAt,
        String type,
        String subject,
        @Nullable ProjectId project,
        String data) {}
