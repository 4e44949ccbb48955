package dev.linkgate.harness.partition;

import dev.linkgate.ProjectFiles;
import dev.linkgate.gateway.app.PackagedGateway;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.harness.crash.Names;
import dev.linkgate.harness.crash.Place;
import dev.linkgate.harness.outage.Commands;
import dev.linkgate.harness.partition.Calls.Reply;
import dev.linkgate.kernel.Provider;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import dev.linkgate.sandbox.state.EndpointStatus;
import dev.linkgate.sandbox.state.SimulatedLinkStatus;
import dev.linkgate.sandbox.state.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final String ADMIN_TOKEN = "the-administrator-of-the-partitions";
    private static final String PUBLIC_KEY = "partkeys";
    private static final String PRIVATE_KEY = "5f7e1d00-77aa-4a51-9b1e-00c0ffee1234";

    private final Findings findings = new Findings();
    private final SimulatedAtlas atlas;
    private final JdbcClient database;
    private final List<Replica> replicas = new ArrayList<>();
    private final Calls calls = new Calls(findings, replicas);

    Bed(Path directory) throws IOException {
        Path clock = directory.resolve("moved-clock.so");
        Commands.assume(
                "compile a library",
                "gcc",
                "-shared",
                "-fPIC",
                "-o",
                clock.toString(),
                ProjectFiles.at("docs/attacks/moved-clock.c").toString());
        atlas = new SimulatedAtlas(SandboxSettings.defaults()
                        .withTiming(Timing.INSTANT)
                        .withAnswerDelay(ATLAS_DELAY)
                        .withRemembered(1_000_000)
                        .withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY)))
                .start();
        String url = TestDatabase.POSTGRESQL.migratedUrl();
        database = JdbcClient.create(new DriverManagerDataSource(url));
        List<String> product = new ArrayList<>(PackagedGateway.options());
        product.add("--linkgate.audit.timeout=2s"); // the product's own
        Map<String, String> environment = Map.of(
                "LINKGATE_ADMIN_TOKEN",
                ADMIN_TOKEN,
                "LINKGATE_MASTER_KEY",
                "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU=",
                "LINKGATE_ATLAS_BASE_URL",
                atlas.baseUrl().toString(),
                "ATLAS_PUBLIC_KEY",
                PUBLIC_KEY,
                "ATLAS_PRIVATE_KEY",
                PRIVATE_KEY,
                "LINKGATE_READS_MAX_AGE",
                "0",
                "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS",
                "OFF");
        for (int i = 0; i <= OTHERS.size(); i++) {
            replicas.add(new Replica(product, environment, url, directory.resolve("replica-" + i), clock));
        }
        replicas.forEach(Replica::awaitReady);
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

    Reply asAdministrator(int replica, String method, String path, String body) {
        return asAdministrator(replica, method, path, Map.of(), body);
    }

    Reply asAdministrator(int replica, String method, String path, Map<String, String> headers, String body) {
        return calls.call(replica, ADMIN_TOKEN, method, path, headers, body, SHORT);
    }

    /**
     * Asks another replica, until the answer is a success. A try without one may have removed what is gone afterwards.
     */
    Reply administrate(String method, String path, String body) {
        long end = System.nanoTime() + LONG.toNanos();
        Reply last;
        boolean done;
        boolean mayBeDone = false;
        do {
            last = asAdministrator(other(), method, path, body);
            done = last.succeeded() || (mayBeDone && method.equals("DELETE") && last.status() == 404);
            mayBeDone |= last.passes();
        } while (!done && System.nanoTime() < end);
        if (!done) {
            throw new AssertionError(method + " " + path + ": " + last);
        }
        return last;
    }

    /** The whole trail, a record a line. */
    String export() {
        Reply trail = calls.call(
                other(), ADMIN_TOKEN, "GET", "/admin/audit", Map.of("Accept", "application/x-ndjson"), "", LONG);
        if (!trail.succeeded()) {
            throw new AssertionError("no trail: " + trail);
        }
        return trail.body();
    }

    /** A new link to AWS in a project of its own, with connected endpoints. */
    Place newPlace(List<String> endpoints) {
        Place place = new Place(Names.project(), Names.link());
        atlas.addLink(place.project(), place.link(), Provider.AWS, "US_EAST_1", SimulatedLinkStatus.AVAILABLE);
        endpoints.forEach(
                endpoint -> atlas.addEndpoint(place.project(), place.link(), endpoint, EndpointStatus.AVAILABLE));
        return place;
    }

    @Override
    public void close() throws IOException {
        for (Replica replica : replicas) {
            replica.close();
        }
        atlas.close();
    }
}
