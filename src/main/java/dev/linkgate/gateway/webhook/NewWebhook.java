package dev.linkgate.gateway.webhook;

import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is to be, checked.
 *
 * @param secret absent if the stored one stays
 */
record NewWebhook(WebhookUrl url, @Nullable SigningSecret secret, EventFilter filter, boolean enabled) {}
