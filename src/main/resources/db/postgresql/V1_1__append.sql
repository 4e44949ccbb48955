-- 64 bits, which SQLite's INTEGER has anyway.
ALTER TABLE audit_record ALTER COLUMN sequence TYPE BIGINT;
ALTER TABLE audit_open_intent ALTER COLUMN sequence TYPE BIGINT;

-- The records that follow the head of the chain: `canonical` has the bytes of each up to its sequence. So all replicas can
-- append with one statement each, which needs to know no hash before it has locked the head.
CREATE FUNCTION audit_chain(head_sequence BIGINT, head_hash TEXT, canonical BYTEA[])
    RETURNS TABLE (place BIGINT, sequence BIGINT, previous_hash TEXT, hash TEXT)
    LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    bytes BYTEA;
BEGIN
    place := 0;
    sequence := head_sequence;
    hash := head_hash;
    FOREACH bytes IN ARRAY canonical LOOP
        place := place + 1;
        sequence := sequence + 1;
        previous_hash := hash;
        hash := encode(sha256(bytes || int4send(8) || int8send(sequence) || convert_to(hash, 'UTF8')), 'hex');
        RETURN NEXT;
    END LOOP;
END
$$;
