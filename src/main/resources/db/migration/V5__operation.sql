-- Durable work. Times are epoch microseconds. `subject` is what no two unfinished operations may be about.
CREATE TABLE operation (
    id                    TEXT   PRIMARY KEY,
    revision              BIGINT NOT NULL,
    kind                  TEXT   NOT NULL,
    state                 TEXT   NOT NULL,
    step                  TEXT   NOT NULL,
    subject               TEXT   NOT NULL,
    project_id            TEXT   NOT NULL,
    link_id               TEXT   NOT NULL,
    interface_endpoint_id TEXT   NOT NULL,
    argument              TEXT   NOT NULL,
    actor_kind            TEXT   NOT NULL,
    actor_team            TEXT,
    actor_key_id          TEXT,
    actor_subject         TEXT,
    request_id            TEXT   NOT NULL,
    failed_tries          BIGINT NOT NULL,
    created_at            BIGINT NOT NULL,
    updated_at            BIGINT NOT NULL,
    deadline              BIGINT NOT NULL,
    cancel_requested      BIGINT NOT NULL,
    finished_at           BIGINT,
    failure               TEXT
);

CREATE UNIQUE INDEX operation_unfinished ON operation (subject) WHERE finished_at IS NULL;
CREATE INDEX operation_project ON operation (project_id, created_at);
CREATE INDEX operation_finished ON operation (finished_at) WHERE finished_at IS NOT NULL;

-- Every state an operation was in, for those who follow it.
CREATE TABLE operation_event (
    operation_id TEXT   NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
    revision     BIGINT NOT NULL,
    state        TEXT   NOT NULL,
    step         TEXT   NOT NULL,
    at           BIGINT NOT NULL,
    failure      TEXT,
    PRIMARY KEY (operation_id, revision)
);

-- When which operation is due, and which replica is at it: the table of the scheduler, with times as everywhere here.
CREATE TABLE scheduled_tasks (
    task_name            TEXT    NOT NULL,
    task_instance        TEXT    NOT NULL,
    task_data            TEXT,
    execution_time       BIGINT  NOT NULL,
    picked               BOOLEAN NOT NULL,
    picked_by            TEXT,
    last_success         BIGINT,
    last_failure         BIGINT,
    consecutive_failures INT,
    last_heartbeat       BIGINT,
    version              BIGINT  NOT NULL,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);

-- Who has the turn at what, until when at the latest.
CREATE TABLE turn (
    subject TEXT   PRIMARY KEY,
    holder  TEXT   NOT NULL,
    until   BIGINT NOT NULL
);
