package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The API key that the simulated Atlas of profile {@code sandbox} accepts; a bean only in that profile. */
public record DemoKey(String publicKey, Secret privateKey) {

    /** The operator's key or, if there is none, a new one in Atlas's form: the private key is a UUID. */
    static DemoKey of(@Nullable Secret given) {
        if (given != null) {
            NamedSecret key = NamedSecret.parse("linkgate.sandbox.atlas-key", given);
            return new DemoKey(key.name(), key.secret());
        }
        return new DemoKey(DemoAtlas.PUBLIC_KEY, Secret.of(UUID.randomUUID().toString()));
    }
}
