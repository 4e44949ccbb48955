-- Who has acknowledged a finding, and the sentence that says why.
ALTER TABLE reconciliation_finding ADD COLUMN acknowledged_at BIGINT;
ALTER TABLE reconciliation_finding ADD COLUMN acknowledged_by TEXT;
ALTER TABLE reconciliation_finding ADD COLUMN acknowledgement TEXT;
