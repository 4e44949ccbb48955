-- From layout 3 on, what a record is about, as `kind:name`, and what a write has changed, as JSON. A replica of an earlier
-- version adds records of layout 2, without them.
ALTER TABLE audit_record ADD COLUMN target TEXT;
ALTER TABLE audit_record ADD COLUMN change TEXT;

-- As `audit_record_action`: the records that are seldom looked for by their target have no entry.
CREATE INDEX audit_record_target ON audit_record (target, sequence)
    WHERE action NOT IN ('project.list', 'link.list', 'link.get', 'endpoint.list', 'endpoint.get',
                         'connection-strings.list', 'operation.get', 'operation.list', 'request.refused');

-- Since when a team has the role, and who has given it; absent if an earlier version did.
ALTER TABLE project_grant ADD COLUMN since BIGINT;
ALTER TABLE project_grant ADD COLUMN granted_by TEXT;
