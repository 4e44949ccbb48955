-- The keys of 0.2 are carried over. Its replicas, beside newer ones or after an update was undone, read and write them as
-- before: their tables are views of the new one. To be removed when 0.2 need not work beside any more.
LOCK TABLE team_key, administrator_key;

INSERT INTO api_key (id, team, label, hash, created_at, expires_at, networks, certificate, digest, replaced_by,
        former_expires_at, rotation, line, expiry_told)
    SELECT id, team, label, hash, created_at, expires_at, networks, certificate, digest, replaced_by,
        former_expires_at, rotation, line, expiry_told FROM team_key;
INSERT INTO api_key (id, administrator, label, hash, created_at, expires_at, networks, certificate, expiry_told)
    SELECT id, administrator, label, hash, created_at, expires_at, networks, certificate, expiry_told
    FROM administrator_key;

DROP TABLE team_key;
DROP TABLE administrator_key;

CREATE VIEW team_key AS
    SELECT id, team, label, hash, created_at, expires_at, networks, certificate, digest, replaced_by,
        former_expires_at, rotation, line, expiry_told
    FROM api_key WHERE team IS NOT NULL;
CREATE VIEW administrator_key AS
    SELECT id, administrator, label, hash, created_at, expires_at, networks, certificate, expiry_told
    FROM api_key WHERE administrator IS NOT NULL;
