-- The outcomes that change whose an endpoint is. An ensure that began a replacement has status 202, and the operation its own.
CREATE VIEW endpoint_write AS
    SELECT sequence, time_micros, request_id, actor_team, action, project_id, link_id, interface_endpoint_id,
        CASE WHEN substr(interface_endpoint_id, 1, 1) = '/' THEN lower(interface_endpoint_id)
            ELSE interface_endpoint_id END AS id,
        change
    FROM audit_record
    WHERE phase = 'OUTCOME'
        AND action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove')
        AND status <> 200
        AND result = 'SUCCEEDED'
        AND (status = 201 OR action IN ('endpoint.remove', 'link.remove'))
        AND project_id IS NOT NULL AND link_id IS NOT NULL
        AND (interface_endpoint_id IS NOT NULL OR action = 'link.remove');

-- What an outcome does to the table of endpoints. With what an operation has removed and adds again, the team stays.
CREATE TRIGGER endpoint_written INSTEAD OF INSERT ON endpoint_write BEGIN
    INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, team, added_at, change_reference, written)
        SELECT NEW.project_id, NEW.link_id, NEW.id, NEW.interface_endpoint_id, NEW.actor_team, NEW.time_micros,
            json_extract(NEW.change, '$.after.changeReference'), NEW.sequence
        WHERE NEW.action IN ('endpoint.add', 'endpoint.ensure')
        ON CONFLICT (project_id, link_id, id) DO UPDATE SET
            team = CASE WHEN removed_by = NEW.request_id THEN team ELSE excluded.team END,
            change_reference = CASE WHEN removed_by = NEW.request_id THEN change_reference
                ELSE excluded.change_reference END,
            added_at = excluded.added_at, written = excluded.written, removed_by = NULL, status = NULL, seen_at = NULL;
    INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, written, removed_by)
        SELECT NEW.project_id, NEW.link_id, NEW.id, NEW.interface_endpoint_id, NEW.sequence, NEW.request_id
        WHERE NEW.action = 'endpoint.remove'
        ON CONFLICT (project_id, link_id, id) DO UPDATE SET
            written = excluded.written, removed_by = excluded.removed_by;
    DELETE FROM endpoint
        WHERE NEW.action = 'link.remove' AND project_id = NEW.project_id AND link_id = NEW.link_id;
END;

CREATE TRIGGER endpoint_recorded AFTER INSERT ON audit_record
WHEN NEW.phase = 'OUTCOME' AND NEW.action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove')
BEGIN
    INSERT INTO endpoint_write SELECT * FROM endpoint_write WHERE sequence = NEW.sequence;
END;
