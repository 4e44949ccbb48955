-- The key that signs access tokens: base64 of Tink's AES-256-GCM output, with `Signing key ` and the name as associated data.
CREATE TABLE signing_key (
    name       TEXT PRIMARY KEY,
    ciphertext TEXT NOT NULL
);
