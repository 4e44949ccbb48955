-- What a record says since layout 2. Rows from before keep layout 1, and so does what an older replica still writes.
ALTER TABLE audit_record ADD COLUMN layout BIGINT NOT NULL DEFAULT 1;
ALTER TABLE audit_record ADD COLUMN attempted TEXT;
ALTER TABLE audit_record ADD COLUMN count BIGINT;
ALTER TABLE audit_record ADD COLUMN dry_run BIGINT; -- 0 or 1
ALTER TABLE audit_record ADD COLUMN operation_id TEXT;
