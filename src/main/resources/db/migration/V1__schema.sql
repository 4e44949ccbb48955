-- Everything that the gateway stores. Times are microseconds since the epoch unless said otherwise, flags 0 or 1. Of a
-- key, only a hash is kept. A row with a column `seal` gives a right, and has no effect unless the seal fits the row.
-- The core and each feature have a section.

-- -------------------- core

-- The oldest version of Linkgate that may use this database: one row. A version that stores what an older one would overlook, such
-- as a rule, sets its own number in its migration.
CREATE TABLE oldest_reader (
    version TEXT PRIMARY KEY
);

INSERT INTO oldest_reader (version) VALUES ('0.4.0');

-- Rises with every change of a topic, which is the data of one snapshot, so that replicas know when to read it again.
CREATE TABLE change_counter (
    topic  TEXT   PRIMARY KEY,
    number BIGINT NOT NULL
);

CREATE TABLE team (
    name        TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE project_grant (
    team        TEXT   NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    project_id  TEXT   NOT NULL,
    role        TEXT   NOT NULL,
    since       BIGINT NOT NULL,
    granted_by  TEXT   NOT NULL,
    until       BIGINT,            -- when the role ends
    afterwards  TEXT,              -- the lower role that the team has then, as before
    expiry_told BIGINT,            -- as in `api_key`
    seal        TEXT,
    PRIMARY KEY (team, project_id)
);

CREATE INDEX project_grant_project ON project_grant (project_id);

CREATE INDEX project_grant_until ON project_grant (until) WHERE until IS NOT NULL;

-- Administrators besides the administrator's token. Scopes are separated by commas.
CREATE TABLE administrator (
    name        TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    scopes      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    seal        TEXT
);

-- The keys of all principals: `team` or `administrator` is the owner. `networks` and `certificate` say where a key may be
-- used from: ranges of addresses, separated by commas, and the SHA-256 of a client certificate; absent means from everywhere,
-- and without a certificate. `digest` is what checks its Digest responses: base64 of Tink's AES-256-GCM output, with `API key `
-- and the key's id as associated data; absent if the key was not made for Digest. Of a key that was rotated: `replaced_by`
-- is the key in its place, `former_expires_at` when it would have ended otherwise, `rotation` the sequence of the rotation's
-- intent; of one that a rotation made, `line` is the first key of its line, which may be gone. `expiry_told` is how many days
-- before its end it was last announced to expire.
CREATE TABLE api_key (
    id                TEXT   PRIMARY KEY,
    team              TEXT   REFERENCES team (name) ON DELETE CASCADE,
    administrator     TEXT   REFERENCES administrator (name) ON DELETE CASCADE,
    label             TEXT   NOT NULL,
    hash              TEXT   NOT NULL,
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT,
    networks          TEXT,
    certificate       TEXT,
    digest            TEXT,
    replaced_by       TEXT,
    former_expires_at BIGINT,
    rotation          BIGINT,
    line              TEXT,
    expiry_told       BIGINT,
    seal              TEXT,
    CHECK ((team IS NULL) <> (administrator IS NULL))
);

CREATE INDEX api_key_team ON api_key (team) WHERE team IS NOT NULL;

CREATE INDEX api_key_administrator ON api_key (administrator) WHERE administrator IS NOT NULL;

CREATE INDEX api_key_expiry ON api_key (expires_at) WHERE expires_at IS NOT NULL;

-- What a JWT must say so that its holder calls as a team or an administrator, of which one is there: `issuer` is the operator's
-- name for the JWT's issuer, and `claims` a JSON object of texts.
CREATE TABLE identity (
    team          TEXT   REFERENCES team (name) ON DELETE CASCADE,
    administrator TEXT   REFERENCES administrator (name) ON DELETE CASCADE,
    name          TEXT   NOT NULL,
    issuer        TEXT   NOT NULL,
    claims        TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT,
    seal          TEXT,
    CHECK ((team IS NULL) <> (administrator IS NULL))
);

CREATE UNIQUE INDEX identity_team ON identity (team, name) WHERE team IS NOT NULL;

CREATE UNIQUE INDEX identity_administrator ON identity (administrator, name) WHERE administrator IS NOT NULL;

-- The keys that the gateway makes for itself, by their kind: ACCESS_TOKENS, CHECKPOINTS and RIGHTS. The ciphertext is base64 of Tink's
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

-- What the gateway shows to Atlas. Only `ciphertext` is secret: base64 of Tink's AES-256-GCM output. Its associated data
-- is the name, and if there is a base URL, a line feed and the base URL, so that a secret is never used under another
-- name nor sent elsewhere.
CREATE TABLE credential (
    name                   TEXT   PRIMARY KEY,
    kind                   TEXT   NOT NULL,
    public_part            TEXT   NOT NULL,
    base_url               TEXT,            -- scheme and host of its Atlas; absent for the one of the settings
    version                BIGINT NOT NULL,
    ciphertext             TEXT   NOT NULL,
    state                  TEXT   NOT NULL,
    fingerprint            TEXT   NOT NULL,
    -- Of the key that a declaration or the environment gave last under the name; absent if none did. With another
    -- fingerprint beside it, the stored key is a newer one of the API, which the same declaration does not put back.
    configured_fingerprint TEXT,
    secret_expires_at      BIGINT,          -- when Atlas ends the secret of a service account; absent if not known
    created_at             BIGINT NOT NULL,
    updated_at             BIGINT NOT NULL
);

-- The last version given out under a name. It outlives the credential: what was learnt with a version, nonces and
-- tokens, must never be used with another secret.
CREATE TABLE credential_version (
    name    TEXT   PRIMARY KEY,
    version BIGINT NOT NULL
);

-- The reference keeps a credential that is bound from being removed, and a missing one from being bound.
CREATE TABLE project (
    project_id TEXT   PRIMARY KEY,
    name       TEXT   NOT NULL,
    credential TEXT   REFERENCES credential (name),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- What may be attached to a project: its rules. `document` is JSON.
CREATE TABLE project_rule (
    project_id TEXT PRIMARY KEY,
    document   TEXT NOT NULL,
    seal       TEXT
);

-- The audit trail: one row a record. The gateway only ever inserts here. SQLite's INTEGER key has 64 bits and is the
-- row's own place, so that it needs no index; PostgreSQL's is widened in V1.1.
CREATE TABLE audit_record (
    sequence              INTEGER NOT NULL PRIMARY KEY,
    time_micros           BIGINT  NOT NULL,
    phase                 TEXT    NOT NULL,
    request_id            TEXT    NOT NULL,
    actor_kind            TEXT    NOT NULL,
    actor_team            TEXT,
    actor_key_id          TEXT,
    actor_subject         TEXT,
    remote_address        TEXT    NOT NULL,
    action                TEXT    NOT NULL,
    project_id            TEXT,
    link_id               TEXT,
    interface_endpoint_id TEXT,
    credential            TEXT,
    credential_version    BIGINT,
    result                TEXT,
    status                BIGINT,
    code                  TEXT,
    atlas_status          BIGINT,
    attempts              BIGINT,
    duration_micros       BIGINT,
    attempted             TEXT,
    count                 BIGINT,
    dry_run               BIGINT,
    operation_id          TEXT,
    target                TEXT,             -- what the record is about, as `kind:name`
    change                TEXT,             -- what a write has changed, as JSON
    layout                BIGINT  NOT NULL, -- the first byte of what is hashed
    previous_hash         TEXT    NOT NULL,
    hash                  TEXT    NOT NULL
);

-- Every index is paid for by every request, so there is one for each question that is asked of a long trail and no more.
CREATE INDEX audit_record_project ON audit_record (project_id, sequence) WHERE project_id IS NOT NULL;

CREATE INDEX audit_record_team ON audit_record (actor_team, sequence) WHERE actor_team IS NOT NULL;

CREATE INDEX audit_record_time ON audit_record (time_micros);

-- What was written to a project's endpoints, among many times as many reads. An ensure that changed nothing has status 200.
CREATE INDEX audit_record_endpoint_write ON audit_record (project_id, sequence)
    WHERE phase = 'OUTCOME'
      AND action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove')
      AND status <> 200;

-- What is looked for and seldom found: writes and administration among many reads, and what did not succeed.
-- The reads that teams repeat, refusals and successes have no entry here, so they cost nothing more; a page of them is filled soon.
CREATE INDEX audit_record_action ON audit_record (action, sequence)
    WHERE action NOT IN ('project.list', 'project.get', 'link.list', 'link.get', 'endpoint.list', 'endpoint.get',
                         'connection-strings.list', 'operation.get', 'operation.list', 'request.refused');

CREATE INDEX audit_record_result ON audit_record (result, sequence) WHERE result <> 'SUCCEEDED';

-- As `audit_record_action`: the records that are seldom looked for by their target have no entry.
CREATE INDEX audit_record_target ON audit_record (target, sequence)
    WHERE action NOT IN ('project.list', 'project.get', 'link.list', 'link.get', 'endpoint.list', 'endpoint.get',
                         'connection-strings.list', 'operation.get', 'operation.list', 'request.refused');

-- The records of one request, by the last two characters of its id: of random ids one record in some hundreds has the same.
-- Entries are added at the ends of as many runs. An index of whole ids would be added to anywhere, which made appending
-- twice as slow.
CREATE INDEX audit_record_request ON audit_record (substr(request_id, length(request_id) - 1), sequence);

-- Where the chain ends. Its one row is also the lock that lets all replicas write one chain. `last_write` is the sequence
-- of the last record that is not an event, so that each replica sees, when it appends, whether others have written since
-- it did, without a query.
CREATE TABLE audit_head (
    id         BIGINT NOT NULL PRIMARY KEY,
    sequence   BIGINT NOT NULL,
    hash       TEXT   NOT NULL,
    last_write BIGINT NOT NULL
);

INSERT INTO audit_head (id, sequence, hash, last_write)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 0);

-- The processes that write the trail. `last_heartbeat` is a time by the clock of the process itself.
CREATE TABLE replica (
    id             TEXT   PRIMARY KEY,
    last_heartbeat BIGINT NOT NULL
);

-- The intents that have no outcome yet, each with the process that is at work on it. That process may have no row.
CREATE TABLE audit_open_intent (
    sequence   INTEGER NOT NULL PRIMARY KEY,
    replica_id TEXT    NOT NULL,
    sends      TEXT    -- the action that is sent to Atlas, if that is another one: an ensure that adds
);

-- The parts of the audit trail that are in files. The records up to the largest `last_sequence` are no part of the trail any
-- more; their rows are removed after theirs here was added. `last_sequence` is the size of a checkpoint, `hash` that record's.
CREATE TABLE audit_archive (
    last_sequence  BIGINT NOT NULL PRIMARY KEY,
    first_sequence BIGINT NOT NULL UNIQUE, -- of two archives made at the same time one is noted
    hash           TEXT   NOT NULL,
    file           TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    seals          TEXT   NOT NULL, -- of the rows that give rights, by their places, as the records so far say; JSON
    note           TEXT   NOT NULL -- the other columns, signed by the key of the checkpoints
);

-- When which operation is due, and which replica is at it: the table of db-scheduler, with times as everywhere here.
CREATE TABLE scheduled_tasks (
    task_name            TEXT    NOT NULL,
    task_instance        TEXT    NOT NULL,
    task_data            TEXT,
    execution_time       BIGINT  NOT NULL,
    picked               BOOLEAN NOT NULL,
    picked_by            TEXT,
    last_success         BIGINT,
    last_failure         BIGINT,
    consecutive_failures INT,
    last_heartbeat       BIGINT,
    version              BIGINT  NOT NULL,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);

CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);

-- The locks that are held. A lock whose holder was killed expires by itself.
CREATE TABLE link_lock (
    subject    TEXT   PRIMARY KEY,
    holder     TEXT   NOT NULL,
    expires_at BIGINT NOT NULL
);

-- The endpoints at Atlas: whose they are, and how they were last seen. What a write does is stored with its outcome. `id` is
-- `interface_endpoint_id` in the spelling that equal ids have in common.
CREATE TABLE endpoint (
    project_id            TEXT   NOT NULL,
    link_id               TEXT   NOT NULL,
    id                    TEXT   NOT NULL,
    interface_endpoint_id TEXT   NOT NULL,
    team                  TEXT,            -- which may be gone; absent if it is not known, or nobody has added it here
    added_at              BIGINT,
    change_reference      TEXT,
    seal                  TEXT,            -- of the team
    removed_at            BIGINT,          -- when Atlas has accepted its removal; absent if it has not
    region                TEXT,
    ends_on               TEXT,            -- when Atlas ends its link
    status                TEXT,            -- as it was last seen
    shown                 TEXT,            -- what Atlas showed of it then, as JSON; absent if that was not read
    seen_at               BIGINT,
    PRIMARY KEY (project_id, link_id, id)
);

-- -------------------- asking

-- What teams ask for: roles on projects, and endpoints that the rules do not allow. A project need not exist, because a team must not
-- learn whether it does. Times of the end are those of the state: of a pending request and an approval, when it expires.
CREATE TABLE access_request (
    id                    TEXT   PRIMARY KEY,
    kind                  TEXT   NOT NULL,
    project_id            TEXT   NOT NULL,
    holder                TEXT   NOT NULL, -- who shall have what is asked for: `team:payments`, `administrator:ada`, or `admin`
    team                  TEXT   REFERENCES team (name) ON DELETE CASCADE, -- of the holder; absent for an administrator
    wanted                TEXT   NOT NULL, -- the role, or the endpoint in the spelling that equal ids have in common, behind its link
    state                 TEXT   NOT NULL,
    link_id               TEXT,
    interface_endpoint_id TEXT,
    span                  TEXT,            -- for how long a role is asked for, as a duration of ISO 8601
    reason                TEXT,
    asked_by              TEXT   NOT NULL, -- JSON
    asked_at              BIGINT NOT NULL,
    answered_by           TEXT,            -- JSON; this and the next three are absent while there is no answer
    answered_at           BIGINT,
    comment               TEXT,
    until                 BIGINT,
    ends_at               BIGINT NOT NULL, -- when it expires, or has come to an end
    seal                  TEXT             -- of an approval that is in force
);

CREATE UNIQUE INDEX access_request_pending ON access_request (holder, project_id, kind, wanted) WHERE state = 'PENDING';

CREATE INDEX access_request_holder ON access_request (holder, asked_at);

CREATE INDEX access_request_project ON access_request (project_id, asked_at);

CREATE INDEX access_request_end ON access_request (ends_at);

-- -------------------- checkpoints

-- The signed checkpoints: of the first `size` records. `root` is base64, as in the note. `frontier` is that of the Merkle tree,
-- from which the tree goes on: the roots of its complete subtrees, from left to right, in base64. It counts only if it has the
-- checkpoint's root.
CREATE TABLE audit_checkpoint (
    size       BIGINT NOT NULL PRIMARY KEY,
    root       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    note       TEXT   NOT NULL,
    frontier   TEXT   NOT NULL
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

-- -------------------- digest

-- The counts of nonces that writes have used up, so that no replica accepts one again. A nonce is its time of issue and
-- random bits. Old ones are removed.
CREATE TABLE digest_count (
    issued_at BIGINT NOT NULL,
    random    BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (issued_at, random, count)
);

-- -------------------- drift

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

-- -------------------- oauth

-- Access tokens that were revoked before their end, until then. `id` is the token's own name, which opens nothing.
CREATE TABLE revoked_token (
    id         TEXT   PRIMARY KEY,
    key_id     TEXT   NOT NULL, -- the team's key that the token was issued for, which may be gone
    expires_at BIGINT NOT NULL
);

CREATE INDEX revoked_token_key ON revoked_token (key_id, expires_at);

-- -------------------- operations

-- Durable work. `subject` is what no two unfinished operations may be about.
CREATE TABLE operation (
    id                    TEXT   PRIMARY KEY,
    revision              BIGINT NOT NULL,
    kind                  TEXT   NOT NULL,
    state                 TEXT   NOT NULL,
    step                  TEXT   NOT NULL,
    subject               TEXT   NOT NULL,
    project_id            TEXT   NOT NULL,
    link_id               TEXT   NOT NULL,
    interface_endpoint_id TEXT   NOT NULL,
    change                TEXT,            -- what was asked for, as JSON, with the reference that the caller gave
    argument              TEXT   NOT NULL,
    actor_kind            TEXT   NOT NULL,
    actor_team            TEXT,
    actor_key_id          TEXT,
    actor_subject         TEXT,
    request_id            TEXT   NOT NULL,
    failed_tries          BIGINT NOT NULL,
    created_at            BIGINT NOT NULL,
    updated_at            BIGINT NOT NULL,
    deadline              BIGINT NOT NULL,
    cancel_requested      BIGINT NOT NULL,
    finished_at           BIGINT,
    failure               TEXT
);

CREATE UNIQUE INDEX operation_unfinished ON operation (subject) WHERE finished_at IS NULL;

CREATE INDEX operation_project ON operation (project_id, created_at);

CREATE INDEX operation_finished ON operation (finished_at) WHERE finished_at IS NOT NULL;

-- Every state an operation was in, for those who follow it.
CREATE TABLE operation_event (
    operation_id TEXT   NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
    revision     BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    step         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    failure      TEXT,
    PRIMARY KEY (operation_id, revision)
);

-- -------------------- webhooks

-- The last record of the audit trail whose events are stored. The replica that moves it adds them. Two rows: 1 for writes, 2 for
-- uses of the shared token, of which one was told last at `told_at`.
CREATE TABLE trail_position (
    id       BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    told_at  BIGINT NOT NULL
);

INSERT INTO trail_position (id, sequence, told_at) VALUES (1, 0, 0), (2, 0, 0);

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
