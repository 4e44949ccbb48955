-- The fingerprint of the key that a declaration or the environment gave last under the name; NULL if none did. With another
-- fingerprint beside it, the stored key is a newer one of the API, which the same declaration does not put back.
ALTER TABLE credential ADD COLUMN configured_fingerprint TEXT;
