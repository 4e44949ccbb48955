package dev.linkgate.harness.partition;

import dev.linkgate.Patience;
import dev.linkgate.gateway.app.Answer;
import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.harness.crash.HarnessAtlas;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.harness.outage.Commands;
import dev.linkgate.harness.partition.Calls.Reply;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Three replicas on one PostgreSQL, and a simulated Atlas. What happens, happens to the first of them. */
final class Bed implements AutoCloseable {

    static final int AFFECTED = 0;
    static final List<Integer> OTHERS = List.of(1, 2);

    /** Long enough for the longest phase. */
    static final Duration LONG = Duration.ofMinutes(2);

    private static final Duration SHORT = Duration.ofSeconds(4);
    private static final Duration ATLAS_DELAY = Duration.ofMillis(20);

    private final Findings findings = new Findings();
    private final SimulatedAtlas atlas;
    private final JdbcClient database;
    private final List<Replica> replicas = new ArrayList<>();
    private final Calls calls = new Calls(findings, replicas);

    Bed(Path directory) throws IOException {
        Path clock = Commands.assumeCompiled("moved-clock", directory);
        atlas = new SimulatedAtlas(SandboxSettings.defaults()
                        .withTiming(Timing.INSTANT)
                        .withAnswerDelay(ATLAS_DELAY)
                        .withRemembered(1_000_000)
                        .withKey(HarnessAtlas.PUBLIC_KEY, Secret.of(HarnessAtlas.PRIVATE_KEY)))
                .start();
        String url = TestDatabase.POSTGRESQL.migratedUrl();
        database = JdbcClient.create(new DriverManagerDataSource(url));
        List<String> product = new ArrayList<>(PackagedGateway.options());
        product.add("--linkgate.audit.timeout=2s"); // the product's own
        for (int i = 0; i <= OTHERS.size(); i++) {
            Path own = directory.resolve("replica-" + i);
            replicas.add(new Replica(product, atlas.baseUrl().toString(), url, own, clock));
        }
        replicas.forEach(Replica::awaitReady);
    }

    /** Leaves the processor to others. */
    static void pause() {
        Patience.letPass(Duration.ofMillis(200));
    }

    /** The database itself, past all replicas and wires. */
    JdbcClient database() {
        return database;
    }

    Findings findings() {
        return findings;
    }

    Calls calls() {
        return calls;
    }

    SimulatedAtlas atlas() {
        return atlas;
    }

    Replica affected() {
        return replicas.get(AFFECTED);
    }

    /** One that nothing happens to. */
    static int other() {
        return OTHERS.get(ThreadLocalRandom.current().nextInt(OTHERS.size()));
    }

    /** Any replica; every second time the one to which things happen. */
    static int any() {
        return ThreadLocalRandom.current().nextBoolean() ? AFFECTED : other();
    }

    Reply asAdministrator(int replica, Function<Caller, Answer> request) {
        return calls.call(replica, HarnessGateway.ADMIN_TOKEN, SHORT, request);
    }

    /**
     * Asks another replica, until the answer is a success. A try without one may have removed what is gone afterwards.
     */
    Reply administrate(Function<Caller, Answer> request) {
        long end = System.nanoTime() + LONG.toNanos();
        Reply last;
        boolean done;
        boolean mayBeDone = false;
        do {
            last = asAdministrator(other(), request);
            done = last.succeeded() || (mayBeDone && last.method().equals("DELETE") && last.status() == 404);
            mayBeDone |= last.passes();
        } while (!done && System.nanoTime() < end);
        if (!done) {
            throw new AssertionError(last);
        }
        return last;
    }

    /** The whole trail, a record a line. */
    String export() {
        Reply trail = calls.call(
                other(),
                HarnessGateway.ADMIN_TOKEN,
                LONG,
                caller -> caller.with("Accept", "application/x-ndjson").get("/admin/audit"));
        if (!trail.succeeded()) {
            throw new AssertionError("no trail: " + trail);
        }
        return trail.body();
    }

    Place newPlace(List<String> endpoints) {
        return Place.in(atlas, endpoints);
    }

    @Override
    public void close() throws IOException {
        for (Replica replica : replicas) {
            replica.close();
        }
        atlas.close();
    }
}
