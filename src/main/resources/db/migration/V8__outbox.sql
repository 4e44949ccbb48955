-- The events that no webhook has been given yet, each stored in the transaction of what it tells. `data` is JSON.
CREATE TABLE outbox_event (
    id          TEXT   PRIMARY KEY,
    occurred_at BIGINT NOT NULL,
    type        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    project_id  TEXT,
    data        TEXT   NOT NULL
);

CREATE INDEX outbox_event_order ON outbox_event (occurred_at, id);
