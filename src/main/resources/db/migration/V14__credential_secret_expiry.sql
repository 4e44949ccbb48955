-- When the secret of a service account expires at Atlas, in epoch microseconds; NULL if that is not known.
ALTER TABLE credential ADD COLUMN secret_expires_at BIGINT;
