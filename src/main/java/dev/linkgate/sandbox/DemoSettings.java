package dev.linkgate.sandbox;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The sandbox's settings: its simulated Atlas, which other gateways can use too, and its team.
 *
 * @param port the port of the simulated Atlas on the loopback address; 0 takes any that is free
 * @param key the team's key, as an earlier start has printed it; absent: a new one at each start
 * @param atlasKey the API keys that the simulated Atlas accepts, as {@code public:private}. The first is the gateway's;
 *     with another one can write past it. None: a new one at each start
 * @param atlasServiceAccount a service account that the simulated Atlas accepts besides, as {@code id:secret}; absent:
 *     none
 */
@ConfigurationProperties("linkgate.sandbox")
public record DemoSettings(
        @DefaultValue("0") int port,
        @Nullable Secret key,
        @DefaultValue List<Secret> atlasKey,
        @Nullable Secret atlasServiceAccount) {

    /** @throws StartRefused if a value cannot be used; the message omits it, because most are secrets */
    public DemoSettings {
        if (port < 0 || port > 65_535) {
            throw new StartRefused(
                    "linkgate.sandbox.port is not a port.", "Set it to a number up to 65535; 0 takes a free port.");
        }
        key = givenOrNull(key);
        atlasKey = List.copyOf(atlasKey);
        atlasServiceAccount = givenOrNull(atlasServiceAccount);
    }

    private static @Nullable Secret givenOrNull(@Nullable Secret text) {
        return text == null || text.length() == 0 ? null : text;
    }

    /** Whether the operator has chosen a credential of the simulated Atlas, and so can give it to another gateway. */
    public boolean hasKnownCredential() {
        return !atlasKey.isEmpty() || atlasServiceAccount != null;
    }
}
