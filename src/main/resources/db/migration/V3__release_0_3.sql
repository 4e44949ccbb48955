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
