-- Access tokens that were revoked before their end, until then. `id` is the token's own name, which opens nothing.
CREATE TABLE revoked_token (
    id         TEXT   PRIMARY KEY,
    key_id     TEXT   NOT NULL, -- the team's key that the token was issued for, which may be gone
    expires_at BIGINT NOT NULL
);

CREATE INDEX revoked_token_key ON revoked_token (key_id, expires_at);
