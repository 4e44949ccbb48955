-- The sequence of the intent of the first try that had one, so that a later try can ask the audit trail what has become of it.
ALTER TABLE idempotency_claim ADD COLUMN intent BIGINT;
