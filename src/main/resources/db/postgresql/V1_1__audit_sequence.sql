-- 64 bits, which SQLite's INTEGER has anyway.
ALTER TABLE audit_record ALTER COLUMN sequence TYPE BIGINT;
ALTER TABLE audit_open_intent ALTER COLUMN sequence TYPE BIGINT;
