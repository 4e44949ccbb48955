package dev.linkgate.gateway.notify.webhook;

import java.time.Instant;

/**
 * A delivery that waits.
 *
 * @param position in the order of its webhook
 * @param body the event as it is sent
 * @param createdAt when the webhook got it
 * @param tries that have failed
 */
record Delivery(
        String webhook,
        long position,
        String eventId,
        String type,
        String subject,
        String body,
        Instant createdAt,
        int tries) {}
