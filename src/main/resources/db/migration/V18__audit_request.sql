-- The records of one request, by the last two characters of its id: of random ids one record in some hundreds has the same.
-- Entries are added at the ends of as many runs. An index of whole ids would be added to anywhere, which made appending
-- twice as slow.
CREATE INDEX audit_record_request ON audit_record (substr(request_id, length(request_id) - 1), sequence);
