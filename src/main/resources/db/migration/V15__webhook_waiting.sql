-- How many of a webhook's deliveries wait, so that nobody counts them for each event.
ALTER TABLE webhook ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0;

UPDATE webhook
SET waiting = (SELECT COUNT(*) FROM webhook_delivery WHERE webhook_delivery.webhook = webhook.name AND result IS NULL);
