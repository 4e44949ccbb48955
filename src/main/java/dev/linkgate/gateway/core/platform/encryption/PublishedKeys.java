package dev.linkgate.gateway.core.platform.encryption;

/**
 * The public keys that the gateway has published. Whoever can write to the database can add a row with a key, and a
 * master key that is lost vouches for none; so its publication tells a former key from a forged one.
 */
@FunctionalInterface
public interface PublishedKeys {

    boolean contains(GatewayKey key);
}
