-- The processes that write the trail. `beat` is the time of the last sign of life by the clock of the process itself;
-- others look only whether it changes.
CREATE TABLE audit_replica (
    id   TEXT   PRIMARY KEY,
    beat BIGINT NOT NULL
);

-- The intents that have no outcome yet, each with the process that is at work on it.
CREATE TABLE audit_open_intent (
    sequence INTEGER NOT NULL PRIMARY KEY,
    owner    TEXT    NOT NULL
);

-- Those that crashes of earlier builds have left: what comes next about the same is not an outcome.
INSERT INTO audit_open_intent (sequence, owner)
SELECT sequence, 'an earlier build'
FROM (
    SELECT sequence, phase, LEAD(phase) OVER (
        PARTITION BY request_id, action, project_id, link_id, interface_endpoint_id ORDER BY sequence) AS follower
    FROM audit_record
    WHERE phase IN ('INTENT', 'OUTCOME')
) AS steps
WHERE phase = 'INTENT' AND (follower IS NULL OR follower = 'INTENT');
