-- The receivers of events. `projects` and `events` are JSON lists; an empty one is all.
CREATE TABLE webhook (
    name                TEXT    PRIMARY KEY,
    url                 TEXT    NOT NULL,
    projects            TEXT    NOT NULL,
    events              TEXT    NOT NULL,
    enabled             BOOLEAN NOT NULL,
    disabled_reason     TEXT,             -- why the gateway disabled it; absent if an administrator did
    ciphertext          TEXT    NOT NULL, -- the secret that signs
    fingerprint         TEXT    NOT NULL,
    previous_ciphertext TEXT,             -- the one before, which signs, too, until then
    previous_until      BIGINT,
    created_at          BIGINT  NOT NULL,
    updated_at          BIGINT  NOT NULL,
    -- Of its deliveries; a transaction that adds or ends some of them locks them all by a change of these.
    last_position       BIGINT  NOT NULL,
    failures            BIGINT  NOT NULL, -- tries that failed since the last one that succeeded
    rest_until          BIGINT            -- no try before then
);

-- The events that webhooks have been given. Those of one subject are tried in the order of their positions: `next_at` is set on
-- the first that waits, and absent on those behind it. `result` is absent while a delivery waits.
CREATE TABLE webhook_delivery (
    webhook     TEXT   NOT NULL REFERENCES webhook (name) ON DELETE CASCADE,
    position    BIGINT NOT NULL,
    event_id    TEXT   NOT NULL,
    type        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    body        TEXT   NOT NULL, -- as it is sent
    created_at  BIGINT NOT NULL,
    next_at     BIGINT,
    result      TEXT,
    tries       BIGINT NOT NULL,
    tried_at    BIGINT,
    status      BIGINT,          -- of the last answer
    detail      TEXT,            -- why the last try failed
    PRIMARY KEY (webhook, position)
);

CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook, subject, position) WHERE result IS NULL;
CREATE INDEX webhook_delivery_ended ON webhook_delivery (webhook, result, position) WHERE result IS NOT NULL;
