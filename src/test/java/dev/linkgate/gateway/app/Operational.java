package dev.linkgate.gateway.app;

import dev.linkgate.gateway.store.TestDatabase;
import java.util.Map;
import java.util.Objects;

/** Gateways with quick operations. */
final class Operational {

    private Operational() {}

    static Gateway start(TestDatabase database, String... properties) {
        String[] quick = {
            "linkgate.endpoints.poll-interval=50ms",
            "linkgate.operations.poll-interval=30ms",
            "linkgate.operations.first-pause=30ms"
        };
        String[] all = new String[quick.length + properties.length];
        System.arraycopy(quick, 0, all, 0, quick.length);
        System.arraycopy(properties, 0, all, quick.length, properties.length);
        return Gateway.start(database, all);
    }

    static Gateway of(Map<TestDatabase, Gateway> gateways, TestDatabase database) {
        return Objects.requireNonNull(gateways.get(database));
    }
}
