-- How far the events of each project at Atlas were compared with the trail. The replica that moves `next_at` on makes the next
-- check. `ledger` is JSON: the events and writes that later checks may still need.
CREATE TABLE reconciliation (
    project_id    TEXT   PRIMARY KEY,
    next_at       BIGINT NOT NULL,
    revision      BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    detail        TEXT,
    told          TEXT,   -- the credential, by name and version, whose refusal is in the log
    checked_from  BIGINT,
    checked_until BIGINT,
    ledger        TEXT
);

CREATE INDEX reconciliation_next ON reconciliation (next_at);

-- What the trail and the events do not agree on. `id` is the event's or the write's, so that it is found once. `finding` is JSON.
CREATE TABLE reconciliation_finding (
    project_id  TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    at          BIGINT NOT NULL, -- of the event, or of the write's outcome
    found_at    BIGINT NOT NULL,
    resolved_at BIGINT,
    finding     TEXT   NOT NULL,
    PRIMARY KEY (project_id, id)
);

CREATE INDEX reconciliation_finding_at ON reconciliation_finding (at);
CREATE INDEX reconciliation_finding_project ON reconciliation_finding (project_id, at);

-- The number of events that a record explains, by the hour in which they happened.
CREATE TABLE reconciliation_matched (
    project_id TEXT   NOT NULL,
    hour       BIGINT NOT NULL, -- since 1970
    matched    BIGINT NOT NULL,
    PRIMARY KEY (project_id, hour)
);
