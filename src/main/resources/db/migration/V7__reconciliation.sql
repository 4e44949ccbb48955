-- How far each project was compared with Atlas. The replica that moves `next_at` on makes the next look. `memory` is JSON: what
-- was there, and the writes whose effect may still come.
CREATE TABLE reconciliation (
    project_id TEXT   PRIMARY KEY,
    next_at    BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    state      TEXT   NOT NULL,
    detail     TEXT,
    told       TEXT, -- the credential, by name and version, whose refusal is in the log
    memory     TEXT
);

CREATE INDEX reconciliation_next ON reconciliation (next_at);

-- What happened past the gateway. `id` has the event's, so that it is found once. `finding` is JSON.
CREATE TABLE reconciliation_finding (
    project_id      TEXT   NOT NULL,
    id              TEXT   NOT NULL,
    at              BIGINT NOT NULL, -- of the event, or when the change was seen
    finding         TEXT   NOT NULL,
    acknowledged_at BIGINT,
    acknowledged_by TEXT,
    acknowledgement TEXT,
    PRIMARY KEY (project_id, id)
);

CREATE INDEX reconciliation_finding_at ON reconciliation_finding (at);
CREATE INDEX reconciliation_finding_project ON reconciliation_finding (project_id, at);
