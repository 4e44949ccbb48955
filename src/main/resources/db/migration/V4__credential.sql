-- What the gateway shows to Atlas. Only `ciphertext` is secret: base64 of Tink's AES-256-GCM output, with the name as
-- associated data, so that a row's ciphertext decrypts under its own name only. Times are epoch microseconds.
CREATE TABLE credential (
    name        TEXT   PRIMARY KEY,
    kind        TEXT   NOT NULL,
    public_part TEXT   NOT NULL,
    version     BIGINT NOT NULL,
    ciphertext  TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    fingerprint TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL
);

-- The last version given out under a name. It outlives the credential: what was learnt with a version, nonces and
-- tokens, must never be used with another secret.
CREATE TABLE credential_version (
    name TEXT   PRIMARY KEY,
    n    BIGINT NOT NULL
);

-- The reference keeps a credential that is bound from being removed, and a missing one from being bound.
CREATE TABLE project (
    project_id TEXT   PRIMARY KEY,
    name       TEXT   NOT NULL,
    credential TEXT   REFERENCES credential (name),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
