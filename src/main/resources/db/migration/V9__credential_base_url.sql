-- The Atlas that a credential belongs to, as scheme and host; absent for the one of the settings. With it, the
-- associated data of `ciphertext` is the name, a line feed and the base URL, so that a secret is never sent elsewhere.
ALTER TABLE credential ADD COLUMN base_url TEXT;
