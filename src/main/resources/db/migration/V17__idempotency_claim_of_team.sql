-- The caller that a claim belongs to: with a team or a named administrator its claims go too, so that another one of the
-- same name does not get its answers. Absent for the administrator's token, and for claims of a version before this.
-- Without an index, because a removal is rare and a claim is not.
ALTER TABLE idempotency_claim ADD COLUMN team TEXT REFERENCES team (name) ON DELETE CASCADE;
ALTER TABLE idempotency_claim ADD COLUMN administrator TEXT REFERENCES administrator (name) ON DELETE CASCADE;
