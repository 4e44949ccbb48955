-- What was written to a project's endpoints, among many times as many reads. An ensure that changed nothing has status 200.
CREATE INDEX audit_record_endpoint_write ON audit_record (project_id, sequence)
    WHERE phase = 'OUTCOME'
      AND action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove')
      AND status <> 200;
