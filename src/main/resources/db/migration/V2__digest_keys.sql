-- What checks the Digest responses of a team's key: base64 of Tink's AES-256-GCM output, with `API key ` and the key's id
-- as associated data. Absent if the key was not made for Digest.
ALTER TABLE team_key ADD COLUMN digest TEXT;

-- The counts of nonces that writes have used up, so that no replica accepts one again. A nonce is its time of issue and
-- random bits. Old ones are removed.
CREATE TABLE digest_count (
    issued_at BIGINT NOT NULL,
    random    BIGINT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (issued_at, random, count)
);
