-- The Merkle tree (RFC 6962) over the hashes of the audit records. It follows the trail: rows are added after the commits
-- of the records, by whichever replica is first. Level 0, number n: the leaf hashes of records 256n + 1 to 256n + 256, added
-- when there are all of them. Level k above 0: the roots of tiles of level k - 1, of numbers 256n to 256n + 255, as many as
-- there are. 32 bytes a hash. PostgreSQL's name for bytes, which SQLite takes, too.
CREATE TABLE audit_tile (
    level  BIGINT NOT NULL,
    number BIGINT NOT NULL,
    hashes BYTEA  NOT NULL,
    PRIMARY KEY (level, number)
);

-- The signed checkpoints: of the first `size` records. `root` is base64, as in the note.
CREATE TABLE audit_checkpoint (
    size       BIGINT NOT NULL PRIMARY KEY,
    root       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    note       TEXT   NOT NULL
);

-- The checkpoints that an administrator has given up, because the database was put back to a state before them. `note` is
-- signed as a checkpoint is, so that each replica can check that it was the gateway that stored it.
CREATE TABLE audit_accepted_rollback (
    size        BIGINT NOT NULL,
    root        TEXT   NOT NULL,
    accepted_at BIGINT NOT NULL,
    note        TEXT   NOT NULL,
    PRIMARY KEY (size, root)
);
