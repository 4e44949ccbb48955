package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import java.util.List;
import java.util.UUID;

/** The API key of the gateway at the simulated Atlas of profile {@code sandbox}; a bean only in that profile. */
public record DemoKey(String publicKey, Secret privateKey) {

    static final String SETTING = "linkgate.sandbox.atlas-key";

    /** The operator's first key or, if there is none, a new one in Atlas's form: the private key is a UUID. */
    static DemoKey of(List<Secret> given) {
        if (!given.isEmpty()) {
            NamedSecret key = NamedSecret.parse(SETTING, given.getFirst());
            return new DemoKey(key.name(), key.secret());
        }
        return new DemoKey(DemoAtlas.PUBLIC_KEY, Secret.of(UUID.randomUUID().toString()));
    }
}
