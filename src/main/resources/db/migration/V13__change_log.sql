-- What each change of a snapshot's data has changed: `n` is the value that the change gave to the topic's counter. A
-- replica that knows all of its data up to one value reads again only what the later entries name. A value without an
-- entry was given by an earlier version, or long ago; then the replica reads everything.
CREATE TABLE change_log (
    topic   TEXT   NOT NULL,
    n       BIGINT NOT NULL,
    subject TEXT   NOT NULL,
    PRIMARY KEY (topic, n)
);

-- To read and remove what belongs to a team or a project without a look at all others.
CREATE INDEX api_key_team ON api_key (team);
CREATE INDEX project_grant_project ON project_grant (project_id);
