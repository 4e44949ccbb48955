-- All records of one request, by the id in its answer. Every record has an entry here. The gateway's own ids begin with
-- the time, so that their entries are added at the end; callers' own ids are added anywhere.
CREATE INDEX audit_record_request ON audit_record (request_id, sequence);
