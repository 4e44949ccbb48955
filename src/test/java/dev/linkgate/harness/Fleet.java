package dev.linkgate.harness;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** Replicas on one database behind a load balancer, which gives new calls to those that it takes for ready. */
public final class Fleet implements AutoCloseable {

    private final List<String> product;
    private final Path directory;
    private final String atlasUrl;
    private final Map<String, String> settings;
    private final List<GatewayProcess> replicas = new CopyOnWriteArrayList<>();
    private final List<GatewayProcess> ready = new CopyOnWriteArrayList<>();

    /**
     * @param product Java's options that locate the gateway
     * @param directory for data
     * @param settings of each replica, as variables of its process
     */
    public Fleet(int count, List<String> product, Path directory, String atlasUrl, Map<String, String> settings) {
        this.product = product;
        this.directory = directory;
        this.atlasUrl = atlasUrl;
        this.settings = new HashMap<>(settings);
        for (int i = 0; i < count; i++) {
            replicas.add(start(i)); // the first one migrates
        }
        ready.addAll(replicas);
    }

    /** Any replica, which may have been killed a moment ago. */
    public Caller any() {
        List<GatewayProcess> now = List.copyOf(ready);
        return caller(now.get(ThreadLocalRandom.current().nextInt(now.size())));
    }

    public Caller administrator() {
        return HarnessGateway.administrator(any());
    }

    public Caller administratorOf(int replica) {
        return HarnessGateway.administrator(caller(replicas.get(replica)));
    }

    /** Waits until each replica knows the key, and what it may see. */
    public void awaitEverywhere(String key, List<String> links) {
        for (GatewayProcess replica : replicas) {
            Caller team = HarnessGateway.as(key, caller(replica));
            links.forEach(link -> Patience.until(() -> team.get(link).status() == 200));
        }
    }

    /** Kills a replica, which has no chance to do anything more, and starts it again. */
    public void kill(int victim) {
        replicas.get(victim).kill();
        replace(victim);
    }

    /**
     * Restarts the replicas with other settings, one after the other.
     *
     * @param drained returns when no call is under way any more that was given to the next one
     */
    public void restart(Map<String, String> changed, Runnable drained) {
        settings.putAll(changed);
        for (int i = 0; i < replicas.size(); i++) {
            ready.remove(replicas.get(i));
            drained.run();
            replicas.get(i).stop();
            replace(i);
        }
    }

    private void replace(int ended) {
        GatewayProcess fresh = start(ended);
        ready.add(fresh);
        ready.remove(replicas.set(ended, fresh));
    }

    private GatewayProcess start(int replica) {
        Map<String, String> own = new HashMap<>(settings);
        own.put("LINKGATE_DATA_DIR", directory.resolve("data-" + replica).toString());
        return GatewayProcess.start(product, HarnessGateway.environment(atlasUrl, own))
                .awaitReady();
    }

    private static Caller caller(GatewayProcess replica) {
        return replica.caller(answer -> answer);
    }

    @Override
    public void close() {
        replicas.forEach(GatewayProcess::close);
    }
}
