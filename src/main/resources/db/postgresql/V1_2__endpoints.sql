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
CREATE FUNCTION endpoint_written(outcome endpoint_write) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
    IF outcome.action = 'link.remove' THEN
        DELETE FROM endpoint WHERE project_id = outcome.project_id AND link_id = outcome.link_id;
    ELSIF outcome.action = 'endpoint.remove' THEN
        INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, written, removed_by)
            VALUES (outcome.project_id, outcome.link_id, outcome.id, outcome.interface_endpoint_id, outcome.sequence,
                outcome.request_id)
            ON CONFLICT (project_id, link_id, id) DO UPDATE SET
                written = excluded.written, removed_by = excluded.removed_by
                WHERE endpoint.written IS NULL OR endpoint.written < excluded.written;
    ELSE
        INSERT INTO endpoint (project_id, link_id, id, interface_endpoint_id, team, added_at, change_reference, written)
            VALUES (outcome.project_id, outcome.link_id, outcome.id, outcome.interface_endpoint_id, outcome.actor_team,
                outcome.time_micros, outcome.change::json -> 'after' ->> 'changeReference', outcome.sequence)
            ON CONFLICT (project_id, link_id, id) DO UPDATE SET
                team = CASE WHEN endpoint.removed_by = outcome.request_id THEN endpoint.team ELSE excluded.team END,
                change_reference = CASE WHEN endpoint.removed_by = outcome.request_id THEN endpoint.change_reference
                    ELSE excluded.change_reference END,
                added_at = excluded.added_at, written = excluded.written, removed_by = NULL, status = NULL,
                seen_at = NULL
                WHERE endpoint.written IS NULL OR endpoint.written < excluded.written;
    END IF;
END
$$;

CREATE FUNCTION endpoint_recorded() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM endpoint_written(outcome) FROM endpoint_write AS outcome WHERE sequence = NEW.sequence;
    RETURN NULL;
END
$$;

CREATE TRIGGER endpoint_recorded AFTER INSERT ON audit_record FOR EACH ROW
    WHEN (NEW.phase = 'OUTCOME' AND NEW.action IN ('endpoint.add', 'endpoint.ensure', 'endpoint.remove', 'link.remove'))
    EXECUTE FUNCTION endpoint_recorded();
