-- The keys of 0.2 are carried over. After an update was undone 0.2 reads and writes them as before: its tables, which its
-- start looks for, are kept in step with the new one. To be removed when the way back to 0.2 need not be open any more.
INSERT INTO api_key (id, team, label, hash, created_at, expires_at, networks, certificate, digest, replaced_by,
        former_expires_at, rotation, line, expiry_told)
    SELECT id, team, label, hash, created_at, expires_at, networks, certificate, digest, replaced_by,
        former_expires_at, rotation, line, expiry_told FROM team_key;
INSERT INTO api_key (id, administrator, label, hash, created_at, expires_at, networks, certificate, expiry_told)
    SELECT id, administrator, label, hash, created_at, expires_at, networks, certificate, expiry_told
    FROM administrator_key;

CREATE TRIGGER api_key_added AFTER INSERT ON api_key BEGIN
    INSERT OR IGNORE INTO team_key
        SELECT id, team, label, hash, created_at, expires_at, networks, certificate, digest, replaced_by,
            former_expires_at, rotation, line, expiry_told
        FROM api_key WHERE id = NEW.id AND team IS NOT NULL;
    INSERT OR IGNORE INTO administrator_key
        SELECT id, administrator, label, hash, created_at, expires_at, networks, certificate, expiry_told
        FROM api_key WHERE id = NEW.id AND administrator IS NOT NULL;
END;

CREATE TRIGGER api_key_changed AFTER UPDATE ON api_key BEGIN
    UPDATE team_key SET expires_at = NEW.expires_at, digest = NEW.digest, replaced_by = NEW.replaced_by,
        former_expires_at = NEW.former_expires_at, rotation = NEW.rotation, expiry_told = NEW.expiry_told
        WHERE id = NEW.id;
    UPDATE administrator_key SET expires_at = NEW.expires_at, expiry_told = NEW.expiry_told WHERE id = NEW.id;
END;

CREATE TRIGGER api_key_removed AFTER DELETE ON api_key BEGIN
    DELETE FROM team_key WHERE id = OLD.id;
    DELETE FROM administrator_key WHERE id = OLD.id;
END;

CREATE TRIGGER team_key_added AFTER INSERT ON team_key BEGIN
    INSERT OR IGNORE INTO api_key (id, team, label, hash, created_at, expires_at, networks, certificate, digest, line)
        VALUES (NEW.id, NEW.team, NEW.label, NEW.hash, NEW.created_at, NEW.expires_at, NEW.networks, NEW.certificate,
            NEW.digest, NEW.line);
END;

CREATE TRIGGER team_key_changed AFTER UPDATE ON team_key BEGIN
    UPDATE api_key SET expires_at = NEW.expires_at, digest = NEW.digest, replaced_by = NEW.replaced_by,
        former_expires_at = NEW.former_expires_at, rotation = NEW.rotation, expiry_told = NEW.expiry_told
        WHERE id = NEW.id;
END;

CREATE TRIGGER team_key_removed AFTER DELETE ON team_key BEGIN
    DELETE FROM api_key WHERE id = OLD.id;
END;

CREATE TRIGGER administrator_key_added AFTER INSERT ON administrator_key BEGIN
    INSERT OR IGNORE INTO api_key (id, administrator, label, hash, created_at, expires_at, networks, certificate)
        VALUES (NEW.id, NEW.administrator, NEW.label, NEW.hash, NEW.created_at, NEW.expires_at, NEW.networks,
            NEW.certificate);
END;

CREATE TRIGGER administrator_key_changed AFTER UPDATE ON administrator_key BEGIN
    UPDATE api_key SET expires_at = NEW.expires_at, expiry_told = NEW.expiry_told WHERE id = NEW.id;
END;

CREATE TRIGGER administrator_key_removed AFTER DELETE ON administrator_key BEGIN
    DELETE FROM api_key WHERE id = OLD.id;
END;
