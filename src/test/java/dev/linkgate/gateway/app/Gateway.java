package dev.linkgate.gateway.app;

import dev.linkgate.ManualClock;
import dev.linkgate.Ports;
import dev.linkgate.TestDirectories;
import dev.linkgate.gateway.LinkgateApplication;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.kernel.Secret;
import dev.linkgate.sandbox.SandboxSettings;
import dev.linkgate.sandbox.SimulatedAtlas;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The whole gateway, running, with a simulated Atlas behind it whose clock stands. Atlas accepts the key {@value
 * #PUBLIC_KEY}, which is stored as the credential named {@code default}.
 *
 * @param house checks every answer, besides the tests' own checks
 * @param properties its settings
 * @param first whether it takes Atlas with it when it ends
 */
public record Gateway(
        ConfigurableApplicationContext context,
        SimulatedAtlas atlas,
        ManualClock atlasClock,
        HouseRules house,
        List<String> properties,
        boolean first)
        implements AutoCloseable {

    static final String ADMIN_TOKEN = "the-token-of-the-administrator";
    static final String PUBLIC_KEY = "walkkeys";
    static final String PRIVATE_KEY = "7e1fd2c9-5a0b-4c38-9d6e-00c0ffee4711";
    static final String MASTER_KEY = "bm90IGEgc2VjcmV0IGJ1dCBleGFjdGx5IDMyIGJ5dGU=";

    /** How often waits ask Atlas, and streams. */
    static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** Free ports, and a trail that does not refuse writes on a busy machine. */
    private static final Map<String, String> UNLESS_GIVEN =
            Map.of("--server.port=", "0", "--management.server.port=", "0", "--linkgate.audit.timeout=", "60s");

    /** What some of the tests of {@link #alone} want, and the others do not mind. */
    private static final List<String> ALONE = List.of(
            "linkgate.endpoints.settle-after=1h",
            "linkgate.atlas.breaker.failure-rate=100",
            "linkgate.events.heartbeat=100ms",
            "linkgate.events.max-streams=136", // 102 of one team
            "server.forward-headers-strategy=native",
            "linkgate.trusted-proxies=127.0.0.1, 192.0.2.0/24");

    private static final Map<Family, Gateway> SHARED = new ConcurrentHashMap<>();

    /** The gateways that one can stand for. */
    private record Family(TestDatabase database, Set<String> properties) {
        Gateway start() {
            return Gateway.start(database, properties.toArray(String[]::new));
        }
    }

    /**
     * One for all tests that want these settings, of all classes and threads, and leave only their own projects and
     * teams in it. It ends with the tests.
     */
    public static Gateway shared(String... properties) {
        return shared(TestDatabase.usual(), properties);
    }

    /** A shared gateway that asks Atlas by its classic API. */
    static Gateway sharedClassic() {
        return shared("linkgate.atlas.api=classic");
    }

    /** A shared gateway whose reads are shared for longer than a test takes. Few classes use it, so its trail is short. */
    static Gateway remembering(TestDatabase database) {
        return shared(database, "linkgate.reads.max-age=1h", "linkgate.limits.team-requests-per-minute=100000");
    }

    static Gateway shared(TestDatabase database, String... properties) {
        return SHARED.computeIfAbsent(new Family(database, Set.of(properties)), Family::start);
    }

    /** One for the tests of classes that say {@link Alone}. It ends with the tests. */
    static Gateway alone(String... properties) {
        return alone(TestDatabase.usual(), properties);
    }

    static Gateway alone(TestDatabase database, String... properties) {
        List<String> all = new ArrayList<>(ALONE);
        all.addAll(List.of(properties));
        return shared(database, all.toArray(String[]::new));
    }

    /**
     * A gateway for classes that say {@link AloneWithoutRetries}. A request goes to Atlas once, so one fault reaches
     * its caller.
     */
    static Gateway aloneWithoutRetries() {
        return aloneWithoutRetries(TestDatabase.usual());
    }

    static Gateway aloneWithoutRetries(TestDatabase database) {
        return alone(database, "linkgate.atlas.retries.max-tries=1");
    }

    static Gateway start(String... properties) {
        return start(TestDatabase.usual(), properties);
    }

    /**
     * Callers share no reads unless the test says so: Atlas's time may jump between two of them, and ours does not. Nor
     * do refusals of unknown callers share records, because all tests come from one address. Waits and operations ask
     * often, and the trail is not compared with Atlas's events. Of the product's time-outs, those that a busy machine
     * could reach are long.
     *
     * @param properties as {@code name=value}
     */
    static Gateway start(TestDatabase database, String... properties) {
        return start(new ProductOnly(), database, properties);
    }

    /** The core, and some of its features. */
    static Gateway startOnly(Predicate<String> features, String... properties) {
        List<String> all = new ArrayList<>(List.of(properties));
        all.add("management.endpoint.health.validate-group-membership=false"); // some are of features
        return start(new ProductOnly(features), TestDatabase.usual(), all.toArray(String[]::new));
    }

    private static Gateway start(ProductOnly parts, TestDatabase database, String... properties) {
        ManualClock clock = new ManualClock();
        SimulatedAtlas atlas = new SimulatedAtlas(SandboxSettings.defaults()
                        .withPort(Ports.free()) // known, so that it can stop and come back
                        .withKey(PUBLIC_KEY, Secret.of(PRIVATE_KEY))
                        .withClock(clock))
                .start();
        List<String> all = new ArrayList<>(List.of(
                "spring.datasource.url=" + database.migratedUrl(),
                "linkgate.data-dir=" + TestDirectories.create(),
                "linkgate.admin-token=" + ADMIN_TOKEN,
                "linkgate.master-key=" + MASTER_KEY,
                "linkgate.atlas.base-url=" + atlas.baseUrl(),
                "linkgate.atlas.connect-timeout=60s",
                "ATLAS_PUBLIC_KEY=" + PUBLIC_KEY,
                "ATLAS_PRIVATE_KEY=" + PRIVATE_KEY));
        for (String quiet : List.of(
                "linkgate.reads.max-age=0",
                "linkgate.audit.anonymous-per-minute=1000000",
                "linkgate.audit.reconcile-interval=0",
                "linkgate.endpoints.poll-interval=" + POLL_INTERVAL.toMillis() + "ms",
                "linkgate.operations.poll-interval=100ms")) {
            String name = quiet.substring(0, quiet.indexOf('=') + 1);
            if (Arrays.stream(properties).noneMatch(property -> property.startsWith(name))) {
                all.add(quiet);
            }
        }
        all.addAll(List.of(properties));
        ConfigurableApplicationContext context = run(parts, all.toArray(String[]::new));
        HouseRules house = new HouseRules(atlas);
        List.of(ADMIN_TOKEN, PRIVATE_KEY, MASTER_KEY).forEach(house::forbid);
        return new Gateway(context, atlas, clock, house, List.copyOf(all), true);
    }

    /** One more with the same settings, database and Atlas, as a restart makes it, or a second replica. */
    Gateway another() {
        return new Gateway(run(properties.toArray(String[]::new)), atlas, atlasClock, house, properties, false);
    }

    /** This gateway after a restart, with these settings in addition. */
    Gateway restartedWith(String... more) {
        context.close();
        List<String> all = new ArrayList<>(properties);
        all.addAll(List.of(more));
        return new Gateway(run(all.toArray(String[]::new)), atlas, atlasClock, house, List.copyOf(all), first);
    }

    /** One more with the same database and Atlas, and these settings instead of its own ones of the same names. */
    Gateway anotherWith(String... changed) {
        List<String> all = new ArrayList<>(properties);
        for (String property : changed) {
            String name = property.substring(0, property.indexOf('=') + 1);
            all.removeIf(own -> own.startsWith(name));
            all.add(property);
        }
        return new Gateway(run(all.toArray(String[]::new)), atlas, atlasClock, house, List.copyOf(all), false);
    }

    /** The product's own main class with the given settings and {@link #UNLESS_GIVEN}. */
    static ConfigurableApplicationContext run(String... properties) {
        return run(new ProductOnly(), properties);
    }

    private static ConfigurableApplicationContext run(ProductOnly parts, String... properties) {
        List<String> arguments = new ArrayList<>();
        Arrays.stream(properties).map(property -> "--" + property).forEach(arguments::add);
        UNLESS_GIVEN.forEach((name, value) -> {
            if (arguments.stream().noneMatch(argument -> argument.startsWith(name))) {
                arguments.add(name + value);
            }
        });
        return new SpringApplicationBuilder(LinkgateApplication.class)
                .initializers(
                        context -> context.getBeanFactory().registerSingleton("productOnly", parts),
                        new SharedClassMetadata())
                .run(arguments.toArray(String[]::new));
    }

    /** A name, or the tail of an id, that no other test has: {@code hexDigits} lowercase hex digits. */
    static String unused(int hexDigits) {
        return ("%0" + hexDigits + "x").formatted(0xA000 + NAMES.incrementAndGet());
    }

    URI url() {
        String scheme = context.getEnvironment().containsProperty("server.ssl.bundle") ? "https" : "http";
        return port(scheme, "local.server.port");
    }

    URI managementUrl() {
        return port("http", "local.management.port");
    }

    Caller anonymous() {
        return new Caller(url(), house::check, Map.of());
    }

    Caller as(String token) {
        return anonymous().with("Authorization", "Bearer " + token);
    }

    Caller administrator() {
        return as(ADMIN_TOKEN);
    }

    /** A caller of the management port, whose answers are the framework's own. */
    Caller operator() {
        return new Caller(managementUrl(), answer -> answer, Map.of());
    }

    /**
     * The sum of a metric's samples.
     *
     * @param labels labels that the samples must have, as {@code kind="waiting"}
     */
    double metric(String name, String... labels) {
        return operator()
                .get("/actuator/prometheus")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The database behind the gateway's back. */
    DataSource dataSource() {
        return context.getBean(DataSource.class);
    }

    JdbcClient database() {
        return context.getBean(JdbcClient.class);
    }

    /** Changes rows that give rights as another replica does: with their seals. */
    void changeRights(String statement, Object... values) {
        context.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            database().sql(statement).params(values).update();
            context.getBean(AccessStore.class).reseal();
            database().sql("UPDATE change_counter SET number = number + 1").update();
        });
        looksForChanges();
    }

    /** Polls for changes of other replicas at once, instead of every two seconds. */
    void looksForChanges() {
        context.getBean(Snapshots.class).poll();
    }

    private URI port(String scheme, String property) {
        return URI.create(scheme + "://127.0.0.1:"
                + Objects.requireNonNull(context.getEnvironment().getProperty(property)));
    }

    @Override
    public void close() {
        context.close();
        if (first) {
            atlas.close();
            house.checkRequests();
        }
    }
}
