-- The keys that sign checkpoints of the audit trail. The ciphertext is base64 of Tink's AES-256-GCM output, with `Audit key `,
-- the number, a space and the verifier as associated data, so it also proves that the gateway made the row. It contains the
-- seed of the private key, or nothing once the key signs no longer.
CREATE TABLE audit_key (
    number      BIGINT PRIMARY KEY, -- from 1; the highest one is the newest
    verifier    TEXT   NOT NULL,    -- the public key, as <origin>+<hash>+<base64>
    ciphertext  TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    signs_until BIGINT              -- absent for the newest
);
