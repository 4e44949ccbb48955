package dev.linkgate.gateway.outbox;

import dev.linkgate.kernel.ProjectId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened. It contains no secret, because it leaves the gateway.
 *
 * @param subject what it happened to: a path of the API, such as {@code /projects/…/links/…/endpoints/…}. Events of one subject
 *     are delivered in their order
 * @param project absent if it is about no project
 * @param data the fields of the event's {@code data}, in their order
 */
public record Event(
        EventType type, String subject, @Nullable ProjectId project, Map<String, ? extends @Nullable Object> data) {}
