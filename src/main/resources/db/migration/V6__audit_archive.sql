-- The parts of the audit trail that are in files. The records up to the largest `last_sequence` are no part of the trail any
-- more; their rows are removed after theirs here was added. `last_sequence` is the size of a checkpoint, `hash` that record's.
CREATE TABLE audit_archive (
    last_sequence  BIGINT NOT NULL PRIMARY KEY,
    first_sequence BIGINT NOT NULL UNIQUE, -- of two archives made at the same time one is noted
    hash           TEXT   NOT NULL,
    file           TEXT   NOT NULL,
    created_at     BIGINT NOT NULL,
    note           TEXT   NOT NULL -- the other columns, signed by the key of the checkpoints
);
