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
