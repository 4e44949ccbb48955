package dev.linkgate.gateway.core.platform.encryption;

/**
 * The public keys that the gateway has published. An attacker who can write to the database can add a row with a key,
 * and a lost master key vouches for none. The publication of a key therefore tells a former key from a forged one.
 */
@FunctionalInterface
public interface PublishedKeys {

    boolean contains(GatewayKey key);
}
