-- What is looked for and seldom found: writes and administration among many reads, and what did not succeed.
-- The reads that teams repeat, refusals and successes have no entry here, so they cost nothing more; a page of them is filled soon.
CREATE INDEX audit_record_action ON audit_record (action, sequence)
    WHERE action NOT IN ('project.list', 'link.list', 'link.get', 'endpoint.list', 'endpoint.get',
                         'connection-strings.list', 'operation.get', 'operation.list', 'request.refused');
CREATE INDEX audit_record_result ON audit_record (result, sequence) WHERE result <> 'SUCCEEDED';
