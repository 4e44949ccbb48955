-- What checks the Digest responses of a team's key: base64 of Tink's AES-256-GCM output, with `API key ` and the key's id
-- as associated data. Absent if the key was not made for Digest.
ALTER TABLE team_key ADD COLUMN digest TEXT;

-- The counts of nonces that writes have used up, so that no replica accepts one again. A nonce is its time of issue and
-- random bits. Old ones are removed.
CREATE TABLE digest_count (
    issued_at BIGINT NOT NULL,
    random    BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (issued_at, random, count)
);

-- Of a key that was rotated: the id of the key that has replaced it, when it would have ended otherwise, and the sequence of the
-- rotation's intent in the trail, after which the new key may have been used.
ALTER TABLE team_key ADD COLUMN replaced_by TEXT;
ALTER TABLE team_key ADD COLUMN former_expires_at BIGINT;
ALTER TABLE team_key ADD COLUMN rotation BIGINT;

-- Of a key that a rotation made: the id of the first key of its line, which may be gone.
ALTER TABLE team_key ADD COLUMN line TEXT;

-- How many days before its end a key was last announced to expire; absent if it was not yet.
ALTER TABLE team_key ADD COLUMN expiry_told BIGINT;
ALTER TABLE administrator_key ADD COLUMN expiry_told BIGINT;

-- Looked for every minute.
CREATE INDEX team_key_expiry ON team_key (expires_at) WHERE expires_at IS NOT NULL;

-- Access tokens that were revoked before their end, until then. `id` is the token's own name, which opens nothing.
CREATE TABLE revoked_token (
    id         TEXT   PRIMARY KEY,
    key_id     TEXT   NOT NULL, -- the team's key that the token was issued for, which may be gone
    expires_at BIGINT NOT NULL
);

CREATE INDEX revoked_token_key ON revoked_token (key_id, expires_at);

-- The keys that the gateway makes for itself, by their kind: ACCESS_TOKENS and CHECKPOINTS. The ciphertext is base64 of Tink's
-- AES-256-GCM output, with words for the kind, the number and the name as associated data, so it also proves that the gateway made the
-- row. It contains the key, of a pair the seed of the private one, or nothing once the key is retired.
CREATE TABLE gateway_key (
    kind       TEXT   NOT NULL,
    number     BIGINT NOT NULL, -- from 1; the highest one is the current key of the kind, the others are retired
    name       TEXT   NOT NULL, -- of a pair the public key, as <origin>+<hash>+<base64>
    ciphertext TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, number)
);

-- The roles that teams ask for, until `expires_at`. A project need not exist, because a team must not learn whether it does.
CREATE TABLE access_request (
    id           TEXT   PRIMARY KEY,
    team         TEXT   NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    project_id   TEXT   NOT NULL,
    role         TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    state        TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    -- The answer; absent while there is none.
    answered_at  BIGINT,
    granted_role TEXT,
    comment      TEXT
);

CREATE UNIQUE INDEX access_request_pending ON access_request (team, project_id, role) WHERE state = 'PENDING';
CREATE INDEX access_request_team ON access_request (team, created_at);
CREATE INDEX access_request_project ON access_request (project_id, created_at);
CREATE INDEX access_request_expiry ON access_request (expires_at);

-- From layout 3 on, what a record is about, as `kind:name`, and what a write has changed, as JSON. A replica of an earlier
-- version adds records of layout 2, without them.
ALTER TABLE audit_record ADD COLUMN target TEXT;
ALTER TABLE audit_record ADD COLUMN change TEXT;

-- As `audit_record_action`: the records that are seldom looked for by their target have no entry.
CREATE INDEX audit_record_target ON audit_record (target, sequence)
    WHERE action NOT IN ('project.list', 'link.list', 'link.get', 'endpoint.list', 'endpoint.get',
                         'connection-strings.list', 'operation.get', 'operation.list', 'request.refused');

-- Since when a team has the role, and who has given it; absent if an earlier version did.
ALTER TABLE project_grant ADD COLUMN since BIGINT;
ALTER TABLE project_grant ADD COLUMN granted_by TEXT;

-- The sequence of the intent of the first try that had one, so that a later try can ask the audit trail what has become of it.
ALTER TABLE idempotency_claim ADD COLUMN intent BIGINT;

-- The Merkle tree (RFC 6962) over the hashes of the audit records. It follows the trail: rows are added after the commits
-- of the records, by whichever replica is first. Level 0, number n: the leaf hashes of records 256n + 1 to 256n + 256, added
-- when there are all of them. Level k above 0: the roots of tiles of level k - 1, of numbers 256n to 256n + 255, as many as
-- there are. 32 bytes a hash. PostgreSQL's name for bytes, which SQLite takes, too.
CREATE TABLE audit_tile (
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA  NOT NULL,
    PRIMARY KEY (level, number)
);

-- The signed checkpoints: of the first `size` records. `root` is base64, as in the note.
CREATE TABLE audit_checkpoint (
    size       BIGINT NOT NULL PRIMARY KEY,
    root       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    note       TEXT   NOT NULL
);

-- The checkpoints that an administrator has given up, because the database was put back to a state before them. `note` is
-- signed as a checkpoint is, so that each replica can check that it was the gateway that stored it.
CREATE TABLE audit_accepted_rollback (
    size        BIGINT NOT NULL,
    root        TEXT   NOT NULL,
    accepted_at BIGINT NOT NULL,
    note        TEXT   NOT NULL,
    PRIMARY KEY (size, root)
);

-- The parts of the audit trail that are in files. The records up to the largest `last_sequence` are no part of the trail any
-- more; their rows are removed after theirs here was added. `last_sequence` is the size of a checkpoint, `hash` that record's.
CREATE TABLE audit_archive (
    last_sequence  BIGINT NOT NULL PRIMARY KEY,
    first_sequence BIGINT NOT NULL UNIQUE, -- of two archives made at the same time one is noted
    hash           TEXT   NOT NULL,
    file           TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    note           TEXT   NOT NULL -- the other columns, signed by the key of the checkpoints
);

-- How far each project was compared with Atlas, and when it is again. `memory` is JSON: what was there, and the writes whose
-- effect may still come.
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

-- The last record of the audit trail whose events are stored. The replica that moves it adds them. One row. The events begin
-- with this table.
CREATE TABLE trail_position (
    id       BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL
);

INSERT INTO trail_position (id, sequence) SELECT 1, sequence FROM audit_head;

-- The endpoints and links that are followed after a write, until they are as they will stay, or a day is over. `subject` is that
-- of their events. `next_at` is when a target is read from Atlas again.
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
    next_at               BIGINT NOT NULL
);

CREATE INDEX followed_target_next ON followed_target (next_at);
CREATE INDEX followed_target_project ON followed_target (project_id);

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
    failures            BIGINT  NOT NULL DEFAULT 0, -- tries that failed since the last one that succeeded
    rest_until          BIGINT                      -- no try before then
);

-- The events that webhooks get, each stored in the transaction of what it tells. Of those of one subject only the first that
-- waits is tried, by `created_at`; after a try that failed, all that wait of the subject have its next one. `result` is absent
-- while a delivery waits. The webhook may just have been removed: a key of it would fail what the event tells.
CREATE TABLE webhook_delivery (
    webhook     TEXT   NOT NULL,
    event_id    TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    type        TEXT   NOT NULL,
    subject     TEXT   NOT NULL,
    body        TEXT   NOT NULL, -- as it is sent
    tries       BIGINT NOT NULL DEFAULT 0,
    tried_at    BIGINT,
    next_at     BIGINT NOT NULL, -- no try before then
    result      TEXT,
    status      BIGINT,          -- of the last answer
    detail      TEXT,            -- why the last try failed
    PRIMARY KEY (webhook, event_id)
);

CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook, next_at, created_at) WHERE result IS NULL;
CREATE INDEX webhook_delivery_subject ON webhook_delivery (subject, webhook, created_at) WHERE result IS NULL;
CREATE INDEX webhook_delivery_ended ON webhook_delivery (webhook, result, created_at) WHERE result IS NOT NULL;
