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
CREATE INDEX outbox_event_subject ON outbox_event (subject, occurred_at);

-- The last record of the audit trail whose events are in the outbox. The replica that moves it adds them. One row. The events
-- begin with this table.
CREATE TABLE trail_position (
    id       BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL
);

INSERT INTO trail_position (id, sequence) SELECT 1, sequence FROM audit_head;

-- The endpoints and links that are followed after a write, until they are as they will stay, or a day is over. `subject` is that
-- of their events. The replica that moves `next_at` on reads the target from Atlas.
CREATE TABLE followed_target (
    subject               TEXT   NOT NULL PRIMARY KEY,
    project_id            TEXT   NOT NULL,
    link_id               TEXT   NOT NULL,
    interface_endpoint_id TEXT,            -- absent for a link
    goal                  TEXT   NOT NULL, -- SETTLED or GONE
    announced             BIGINT NOT NULL, -- 0 while it is not known whether the write that began this was carried out
    request_id            TEXT   NOT NULL, -- of that write
    receipt               TEXT   NOT NULL, -- of its outcome
    since                 BIGINT NOT NULL,
    pause                 BIGINT NOT NULL, -- between two reads, in microseconds, if the project's share allows that
    next_at               BIGINT NOT NULL
);

CREATE INDEX followed_target_next ON followed_target (next_at);
CREATE INDEX followed_target_project ON followed_target (project_id);
