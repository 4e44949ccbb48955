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
