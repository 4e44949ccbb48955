-- The audit trail: one row a record. The gateway only ever inserts here.
-- SQLite's INTEGER key has 64 bits and is the row's own place, so that it needs no index; PostgreSQL's is widened in V2.1.
CREATE TABLE audit_record (
    sequence              INTEGER NOT NULL PRIMARY KEY,
    time_micros           BIGINT NOT NULL,
    phase                 TEXT   NOT NULL,
    request_id            TEXT   NOT NULL,
    actor_kind            TEXT   NOT NULL,
    actor_team            TEXT,
    actor_key_id          TEXT,
    actor_subject         TEXT,
    remote_address        TEXT   NOT NULL,
    action                TEXT   NOT NULL,
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
    previous_hash         TEXT   NOT NULL,
    hash                  TEXT   NOT NULL
);

-- Every index is paid for by every request, so there is one for each question that is asked of a long trail and no more.
CREATE INDEX audit_record_project ON audit_record (project_id, sequence) WHERE project_id IS NOT NULL;
CREATE INDEX audit_record_team ON audit_record (actor_team, sequence) WHERE actor_team IS NOT NULL;
CREATE INDEX audit_record_time ON audit_record (time_micros);

-- Where the chain ends. Its one row is also the lock that lets all replicas write one chain.
CREATE TABLE audit_head (
    id       BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash     TEXT   NOT NULL
);

INSERT INTO audit_head (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
