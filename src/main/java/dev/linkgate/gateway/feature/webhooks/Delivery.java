package dev.linkgate.gateway.feature.webhooks;

import java.time.Instant;

/**
 * A delivery that waits.
 *
 * @param body the event as it is sent
 * @param createdAt when the event happened
 * @param tries that have failed
 */
record Delivery(
        String webhook, String eventId, String type, String subject, String body, Instant createdAt, int tries) {}
