-- Times are microseconds since the epoch. Of a key, only a hash is kept.
CREATE TABLE team (
    name        TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE api_key (
    id         TEXT   PRIMARY KEY,
    team       TEXT   NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    label      TEXT   NOT NULL,
    hash       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT
);

CREATE TABLE project_grant (
    team       TEXT NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    project_id TEXT NOT NULL,
    role       TEXT NOT NULL,
    PRIMARY KEY (team, project_id)
);
