-- Administrators besides the administrator's token. Scopes are separated by commas.
CREATE TABLE administrator (
    name        TEXT   PRIMARY KEY,
    description TEXT   NOT NULL,
    scopes      TEXT   NOT NULL,
    created_at  BIGINT NOT NULL
);

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

-- Where a key may be used from: ranges of addresses, separated by commas, and the SHA-256 of a client certificate. Absent
-- means from everywhere, and without a certificate.
ALTER TABLE api_key ADD COLUMN networks TEXT;
ALTER TABLE api_key ADD COLUMN certificate TEXT;
