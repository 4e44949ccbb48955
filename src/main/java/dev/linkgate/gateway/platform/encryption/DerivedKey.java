package dev.linkgate.gateway.platform.encryption;

import javax.crypto.SecretKey;

/**
 * A key derived from a master key, for one purpose.
 *
 * @param id of the master key
 * @param key 256 bits; its text does not show them
 */
record DerivedKey(String id, SecretKey key) {}
