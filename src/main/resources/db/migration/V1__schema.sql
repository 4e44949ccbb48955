-- Everything that the gateway stores. Times are microseconds since the epoch unless said otherwise, flags 0 or 1. Of a
-- key, only a hash is kept.

-- Rises with every change of a topic, which is the data of one snapshot, so that replicas know when to read it again.
CREATE TABLE change_counter (
    topic  TEXT   PRIMARY KEY,
    number BIGINT NOT NULL
);

-- What each change has changed: `number` is the value that the change gave to the topic's counter. A replica that knows
-- all of its data up to one value reads again only what the later entries name. Old entries are removed; a replica that
-- would need them reads everything.
CREATE TABLE change_log (
    topic   TEXT   NOT NULL,
    number  BIGINT NOT NULL,
    subject TEXT   NOT NULL,
    PRIMARY KEY (topic, number)
);

CREATE TABLE team (
    name        TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

-- `networks` and `certificate` say where a key may be used from: ranges of addresses, separated by commas, and the
-- SHA-256 of a client certificate. Absent means from everywhere, and without a certificate.
CREATE TABLE team_key (
    id          TEXT   PRIMARY KEY,
    team        TEXT   NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    label       TEXT   NOT NULL,
    hash        TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT,
    networks    TEXT,
    certificate TEXT
);

CREATE INDEX team_key_team ON team_key (team);

CREATE TABLE project_grant (
    team       TEXT NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    project_id TEXT NOT NULL,
    role       TEXT NOT NULL,
    PRIMARY KEY (team, project_id)
);

CREATE INDEX project_grant_project ON project_grant (project_id);

-- Administrators besides the administrator's token. Scopes are separated by commas.
CREATE TABLE administrator (
    name        TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    scopes      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

-- As `team_key`.
CREATE TABLE administrator_key (
    id            TEXT   PRIMARY KEY,
    administrator TEXT   NOT NULL REFERENCES administrator (name) ON DELETE CASCADE,
    label         TEXT   NOT NULL,
    hash          TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT,
    networks      TEXT,
    certificate   TEXT
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
    WHERE action NOT IN ('project.list', 'link.list', 'link.get', 'endpoint.list', 'endpoint.get',
                         'connection-strings.list', 'operation.get', 'operation.list', 'request.refused');
CREATE INDEX audit_record_result ON audit_record (result, sequence) WHERE result <> 'SUCCEEDED';

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
    replica_id TEXT    NOT NULL
);

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

-- Idempotency keys of callers: a row is made before the work for a request begins, and gets its answer when there is one.
-- With the team or the named administrator that a claim belongs to it goes too, so that another one of the same name does
-- not get its answers; both are absent for the administrator's token. They have no index, because a removal is rare and a
-- claim is not.
CREATE TABLE idempotency_claim (
    id                    TEXT   PRIMARY KEY, -- SHA-256 of caller, method, path and key
    fingerprint           TEXT   NOT NULL,    -- SHA-256 of query and body
    owner                 TEXT   NOT NULL,    -- the one try that may work on it
    lease_until           BIGINT NOT NULL,    -- until then that try is believed to be at work; 0: it has ended
    expires_at            BIGINT NOT NULL,
    team                  TEXT REFERENCES team (name) ON DELETE CASCADE,
    administrator         TEXT REFERENCES administrator (name) ON DELETE CASCADE,
    -- The answer, and what it was the answer to; absent while there is none.
    action                TEXT,
    interface_endpoint_id TEXT,
    status                BIGINT,
    problem               TEXT,
    headers               TEXT,
    body                  TEXT
);

CREATE INDEX idempotency_claim_expiry ON idempotency_claim (expires_at);
