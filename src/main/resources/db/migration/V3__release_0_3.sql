-- The keys of all principals: `team` or `administrator` is the owner. `networks` and `certificate` say where a key may be
-- used from, as in `team_key` before; `digest` is what checks its Digest responses. Of a key that was rotated: `replaced_by`
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
    CHECK ((team IS NULL) <> (administrator IS NULL))
);

CREATE INDEX api_key_team ON api_key (team) WHERE team IS NOT NULL;
CREATE INDEX api_key_administrator ON api_key (administrator) WHERE administrator IS NOT NULL;
CREATE INDEX api_key_expiry ON api_key (expires_at) WHERE expires_at IS NOT NULL;

-- The frontier of the Merkle tree that a checkpoint signs, from which the tree goes on: the roots of its complete subtrees, from
-- left to right, in base64. It counts only if it has the checkpoint's root. Absent if an earlier version made the checkpoint; then
-- `audit_tile` has what is needed, which is not written any more.
ALTER TABLE audit_checkpoint ADD COLUMN frontier TEXT;

-- The action that is sent to Atlas for an intent, if that is another one: an ensure that adds.
ALTER TABLE audit_open_intent ADD COLUMN sends TEXT;

-- The endpoints at Atlas: whose they are, as the trail tells, and how they were last seen. What a write does is stored with its
-- outcome by a trigger, whichever version has made the write. `id` is `interface_endpoint_id` in lower case if it is Azure's.
CREATE TABLE endpoint (
    project_id            TEXT   NOT NULL,
    link_id               TEXT   NOT NULL,
    id                    TEXT   NOT NULL,
    interface_endpoint_id TEXT   NOT NULL,
    team                  TEXT,            -- which may be gone; absent if it is not known, or nobody has added it here
    added_at              BIGINT,
    change_reference      TEXT,
    written               BIGINT,          -- the sequence of the last outcome about it
    removed_by            TEXT,            -- the request or operation whose removal Atlas has accepted
    region                TEXT,
    ends_on               TEXT,            -- when Atlas ends its link
    status                TEXT,            -- as it was last seen
    seen_at               BIGINT,
    PRIMARY KEY (project_id, link_id, id)
);

-- The outcomes that change whose an endpoint is. An ensure that began a replacement has status 202, and the operation its own.
CREATE VIEW endpoint_write AS
    SELECT sequence, time_micros, request_id, actor_team, action, project_id, link_id, interface_endpoint_id,
        CASE WHEN substr(interface_endpoint_id, 1, 1) = '/' THEN lower(interface_endpoint_id)
            ELSE interface_endpoint_id END AS id,
        change
    FROM audit_record
    WHERE phase = 'OUTCOME'
        AND action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove')
        AND status <> 200
        AND result = 'SUCCEEDED'
        AND (status = 201 OR action IN ('endpoint.remove', 'link.remove'))
        AND project_id IS NOT NULL AND link_id IS NOT NULL
        AND (interface_endpoint_id IS NOT NULL OR action = 'link.remove');

-- What may be attached to a project. A row with an empty `endpoint` has the project's rules; another one has an endpoint, by its id
-- in the spelling that equal ids have in common, that was approved or waits for it. `document` is JSON.
CREATE TABLE attachment_rule (
    project_id TEXT NOT NULL,
    endpoint   TEXT NOT NULL,
    document   TEXT NOT NULL,
    PRIMARY KEY (project_id, endpoint)
);

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
    CHECK ((team IS NULL) <> (administrator IS NULL))
);

CREATE UNIQUE INDEX identity_team ON identity (team, name) WHERE team IS NOT NULL;
CREATE UNIQUE INDEX identity_administrator ON identity (administrator, name) WHERE administrator IS NOT NULL;

-- When a role ends; `afterwards` is the lower role that the team has then, as before. `expiry_told` is as that of `api_key`.
ALTER TABLE project_grant ADD COLUMN until BIGINT;
ALTER TABLE project_grant ADD COLUMN afterwards TEXT;
ALTER TABLE project_grant ADD COLUMN expiry_told BIGINT;
CREATE INDEX project_grant_until ON project_grant (until) WHERE until IS NOT NULL;

-- For how long a role is asked for, as a duration of ISO 8601; until when it is asked for, or was given.
ALTER TABLE access_request ADD COLUMN span TEXT;
ALTER TABLE access_request ADD COLUMN until BIGINT;
