package dev.linkgate.harness.webhook;

import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** Two replicas on PostgreSQL, which are killed and started again. */
final class Fleet implements AutoCloseable {

    static final String ADMIN_TOKEN = "the-administrator-of-the-events";
    private static final String MASTER_KEY = "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU=";

    private final Plan plan;
    private final URI atlas;
    private final String publicKey;
    private final String privateKey;
    private final String databaseUrl = TestDatabase.POSTGRESQL.newUrl();
    private final List<GatewayProcess> replicas = new CopyOnWriteArrayList<>();

    Fleet(Plan plan, URI atlas, String publicKey, String privateKey) {
        this.plan = plan;
        this.atlas = atlas;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        for (int i = 0; i < Plan.REPLICAS; i++) {
            replicas.add(start(i).awaitReady()); // the first one migrates
        }
    }

    /** Any replica, which may have been killed a moment ago. */
    Caller any() {
        return caller(ThreadLocalRandom.current().nextInt(Plan.REPLICAS));
    }

    Caller administrator() {
        return administratorOf(0);
    }

    Caller administratorOf(int replica) {
        return caller(replica).with("Authorization", "Bearer " + ADMIN_TOKEN);
    }

    private Caller caller(int replica) {
        return replicas.get(replica).caller(answer -> answer);
    }

    /** Kills a replica, which has no chance to do anything more, and starts it again. */
    void kill(int victim) {
        replicas.get(victim).kill();
        replicas.set(victim, start(victim).awaitReady());
    }

    private GatewayProcess start(int replica) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "LINKGATE_DATA_DIR", plan.directory().resolve("data-" + replica).toString(),
                "LINKGATE_ADMIN_TOKEN", ADMIN_TOKEN,
                "LINKGATE_MASTER_KEY", MASTER_KEY,
                "LINKGATE_ATLAS_BASE_URL", atlas.toString(),
                "ATLAS_PUBLIC_KEY", publicKey,
                "ATLAS_PRIVATE_KEY", privateKey,
                "SPRING_DATASOURCE_URL", databaseUrl,
                "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS", "WARN"));
        environment.putAll(Map.of(
                "LINKGATE_WEBHOOKS_ALLOW", "127.0.0.0/8",
                "LINKGATE_WEBHOOKS_LONGEST_PAUSE", "1s",
                "LINKGATE_OPERATIONS_POLL_INTERVAL", "200ms",
                "LINKGATE_FOLLOWING_READS_PER_MINUTE", "100000",
                "LINKGATE_ENDPOINTS_POLL_INTERVAL", "500ms"));
        return GatewayProcess.start(plan.product(), environment);
    }

    @Override
    public void close() {
        replicas.forEach(GatewayProcess::close);
    }
}
