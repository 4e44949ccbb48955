-- 64 bits, which SQLite's INTEGER has anyway.
ALTER TABLE audit_record ALTER COLUMN sequence TYPE BIGINT;
