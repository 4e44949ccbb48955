-- The sequence of the last record that is not an event. So each replica sees, when it appends, whether others have written
-- since it did, without a query.
ALTER TABLE audit_head ADD COLUMN last_write BIGINT NOT NULL DEFAULT 0;
