-- Idempotency keys of callers: a row is made before the work for a request begins, and gets its answer when there is
-- one. Times are microseconds since the epoch.
CREATE TABLE idempotency_claim (
    id                    TEXT   PRIMARY KEY, -- SHA-256 of caller, method, path and key
    fingerprint           TEXT   NOT NULL,    -- SHA-256 of query and body
    owner                 TEXT   NOT NULL,    -- the one try that may work on it
    lease_until           BIGINT NOT NULL,    -- until then that try is believed to be at work; 0: it has ended
    expires_at            BIGINT NOT NULL,
    -- The answer, and what it was the answer to; absent while there is none.
    action                TEXT,
    interface_endpoint_id TEXT,
    status                BIGINT,
    problem               TEXT,
    headers               TEXT,
    body                  TEXT
);

CREATE INDEX idempotency_claim_expiry ON idempotency_claim (expires_at);
