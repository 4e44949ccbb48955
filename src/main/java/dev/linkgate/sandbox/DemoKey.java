package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import java.util.UUID;

/** The API key that the simulated Atlas of profile {@code sandbox} accepts; a bean only in that profile. */
public record DemoKey(String publicKey, Secret privateKey) {

    /** A new key in Atlas's form: the private key is a UUID. */
    static DemoKey generate() {
        return new DemoKey(DemoAtlas.PUBLIC_KEY, Secret.of(UUID.randomUUID().toString()));
    }
}
