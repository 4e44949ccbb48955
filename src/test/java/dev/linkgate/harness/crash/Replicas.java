package dev.linkgate.harness.crash;

import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.harness.HarnessGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The gateway's processes, which share a database and are killed and started again. */
final class Replicas implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** By their names for Atlas the requests of one are told from those of another. */
    private static final List<String> HOSTS = List.of("127.0.0.1", "localhost");

    private final Plan plan;
    private final HarnessAtlas atlas;
    private final String databaseUrl;
    private final List<GatewayProcess> processes = new ArrayList<>();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<@Nullable GatewayProcess> ready;

    Replicas(Plan plan, HarnessAtlas atlas, String databaseUrl) {
        this.plan = plan;
        this.atlas = atlas;
        this.databaseUrl = databaseUrl;
        this.ready = new AtomicReferenceArray<>(plan.replicas());
        for (int i = 0; i < plan.replicas(); i++) {
            processes.add(start(i));
        }
        IntStream.range(0, plan.replicas()).forEach(this::awaitReady);
    }

    /** Which one asks Atlas under this name. */
    static int of(String host) {
        return HOSTS.indexOf(host.replaceFirst(":.*", ""));
    }

    /** Any replica that accepts requests, as soon as there is one. */
    Caller any() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            GatewayProcess chosen = ready.get(ThreadLocalRandom.current().nextInt(plan.replicas()));
            if (chosen != null) {
                return chosen.caller(answer -> answer);
            }
            Pace.rest(5);
        }
        throw new Violation("no replica comes up again");
    }

    /** All of them, which must all be up. */
    List<Caller> all() {
        return processes.stream()
                .map(process -> process.caller(answer -> answer))
                .toList();
    }

    Caller administrator() {
        return HarnessGateway.administrator(any());
    }

    /** Kills these at the same moment; none has a chance to do anything more. */
    void kill(List<Integer> victims) {
        victims.forEach(victim -> ready.set(victim, null));
        List<CompletableFuture<Void>> ends = victims.stream()
                .map(victim -> CompletableFuture.runAsync(
                        processes.get(victim)::kill,
                        runnable -> Thread.ofPlatform().start(runnable)))
                .toList();
        ends.forEach(CompletableFuture::join);
        victims.forEach(victim -> processes
                .get(victim)
                .log()
                .lines()
                .filter(line -> line.contains(" ERROR "))
                .forEach(errors::add));
    }

    void killAll() {
        kill(IntStream.range(0, processes.size()).boxed().toList());
    }

    /** Restarts the killed replicas, without waiting for them. */
    void restart(List<Integer> victims) {
        victims.forEach(victim -> processes.set(victim, start(victim)));
    }

    /** The errors logged by killed replicas. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    void awaitReady(int replica) {
        ready.set(replica, processes.get(replica).awaitReady());
    }

    private GatewayProcess start(int replica) {
        Map<String, String> settings = Map.of(
                "LINKGATE_DATA_DIR", plan.directory().resolve("data-" + replica).toString(),
                "SPRING_DATASOURCE_URL", databaseUrl,
                "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS", "WARN",
                "LINKGATE_OPERATIONS_LEASE", "4s",
                "LINKGATE_OPERATIONS_POLL_INTERVAL", "200ms",
                "LINKGATE_OPERATIONS_DEADLINE", "3m",
                "LINKGATE_ENDPOINTS_POLL_INTERVAL", "200ms",
                "LINKGATE_ENDPOINTS_SETTLE_AFTER", "2s",
                "LINKGATE_ATLAS_DEADLINE", "4s",
                "LINKGATE_ATLAS_RESPONSE_TIMEOUT", "1500ms");
        return GatewayProcess.start(
                plan.product(), HarnessGateway.environment(atlas.url(HOSTS.get(replica)), settings));
    }

    @Override
    public void close() {
        killAll();
    }
}
