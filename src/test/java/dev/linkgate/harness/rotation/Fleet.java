package dev.linkgate.harness.rotation;

import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** The replicas behind a load balancer, which gives new calls to those that are ready. */
final class Fleet implements AutoCloseable {

    static final String ADMIN_TOKEN = "the-administrator-of-the-rotations";

    private final Plan plan;
    private final URI atlas;
    private final String databaseUrl;
    private final List<GatewayProcess> replicas = new ArrayList<>();
    private final List<GatewayProcess> ready = new CopyOnWriteArrayList<>();

    /** @param masterKeys of each replica, comma separated */
    Fleet(Plan plan, URI atlas, List<String> masterKeys) {
        this.plan = plan;
        this.atlas = atlas;
        this.databaseUrl = plan.database().newUrl();
        for (String keys : masterKeys) {
            replicas.add(start(replicas.size(), keys).awaitReady()); // the first one migrates
        }
        ready.addAll(replicas);
    }

    Caller any() {
        return caller(ready.get(ThreadLocalRandom.current().nextInt(ready.size())));
    }

    Caller administrator() {
        return asAdministrator(any());
    }

    Caller administratorOf(int replica) {
        return asAdministrator(caller(replicas.get(replica)));
    }

    /**
     * Restarts the replicas with these master keys, one after the other.
     *
     * @param load whose calls under way end before a replica is stopped
     */
    void restart(String masterKeys, Load load) {
        for (int i = 0; i < replicas.size(); i++) {
            GatewayProcess old = replicas.get(i);
            ready.remove(old);
            load.awaitCallsUnderWay();
            old.stop();
            replicas.set(i, start(i, masterKeys).awaitReady());
            ready.add(replicas.get(i));
        }
    }

    private GatewayProcess start(int replica, String masterKeys) {
        return GatewayProcess.start(
                plan.product(),
                Map.of(
                        "LINKGATE_DATA_DIR",
                        plan.directory().resolve("data-" + replica).toString(),
                        "LINKGATE_ADMIN_TOKEN",
                        ADMIN_TOKEN,
                        "LINKGATE_MASTER_KEY",
                        masterKeys,
                        "LINKGATE_ATLAS_BASE_URL",
                        atlas.toString(),
                        "SPRING_DATASOURCE_URL",
                        databaseUrl,
                        "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS",
                        "WARN"));
    }

    private static Caller caller(GatewayProcess replica) {
        return replica.caller(answer -> answer);
    }

    private static Caller asAdministrator(Caller caller) {
        return caller.with("Authorization", "Bearer " + ADMIN_TOKEN);
    }

    @Override
    public void close() {
        replicas.forEach(GatewayProcess::close);
    }
}
