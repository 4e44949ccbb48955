package dev.linkgate.harness.attack;

import dev.linkgate.gateway.app.TokenIssuer;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.wire.RawConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The full run, on the packaged jar. It ends with status 1 if a check failed.
 *
 * <p>Options are system properties:
 * <pre>
 *   attack.jar       the packaged jar
 *   attack.work      the directory of temporary data
 *   attack.out       where the results go, a CSV file
 *   attack.only      names of attacks; all unless given
 *   attack.seconds   20   the duration of each
 *   attack.seed      1
 *   attack.heap      400m, the gateway's largest
 *   attack.java      options of the gateway's Java; those of java -jar unless given
 *   attack.addresses 2, from which the attacks come that need several
 *   attack.database  SQLITE, or POSTGRESQL
 *   attack.records   300000, the length of the audit trail before
 * </pre>
 */
public final class AttackHarness implements AutoCloseable {

    /** Java's own choice of options, unlike the gateways of the tests. */
    private static final String FULL_SPEED = "-XX:TieredStopAtLevel=4 -XX:-UseSerialGC -XX:+UseG1GC";

    /** Another address each time, because one may be limited for a while. */
    private static final String ELSEWHERE = "127.0.0.%d";

    private static final Duration QUIET = Duration.ofSeconds(4);

    /** The gateway keeps connections to Atlas for up to a minute. */
    private static final Duration LETTING_GO = Duration.ofSeconds(70);

    private static final Duration WARM_UP = Duration.ofSeconds(6);

    /** Fills the caches of a gateway as after some days: of code, connections, and meters of each route. */
    private static final List<Attack> WARMING_UP = List.of(
            Attack.NOTHING,
            Attack.FUZZING,
            Attack.UNKNOWN_KEY_IDS,
            Attack.SLOW_HEADERS,
            Attack.DRIFT_READ_ANEW,
            Attack.TRAIL_WITH_A_MATCH);

    private final Path work = Path.of(option("work", ""));
    private final TokenIssuer issuer = new TokenIssuer();
    private final List<AttackResult> results = new ArrayList<>();
    private int started;

    private AttackHarness() throws Exception {}

    public static void main(String[] args) throws Exception {
        try (AttackHarness harness = new AttackHarness()) {
            for (boolean hostile : new boolean[] {false, true}) {
                List<Attack> attacks =
                        wanted().filter(attack -> attack.isOfAtlas() == hostile).toList();
                harness.run(attacks, hostile);
            }
            System.out.println(Report.table(harness.results));
            if (!harness.results.stream().allMatch(result -> result.broken().isEmpty())) {
                throw new IllegalStateException("not all attacks were held");
            }
        }
    }

    private static Stream<Attack> wanted() {
        String only = option("only", "");
        return only.isEmpty()
                ? Stream.of(Attack.values())
                : Arrays.stream(only.split("[ ,]+", -1)).map(Attack::valueOf);
    }

    private void run(List<Attack> attacks, boolean hostile) throws Exception {
        TestBed bed = null;
        for (Attack attack : attacks) {
            List<String> sources =
                    attack.isOfAnAddress() ? List.of(ELSEWHERE, RawConnection.LOOPBACK) : List.of(ELSEWHERE);
            for (String source : sources) {
                bed = bed == null ? start(hostile) : bed;
                AttackResult result = run(bed, attack, source.formatted(results.size() + 2));
                if (!result.isSound()) {
                    bed.close();
                    bed = null;
                }
            }
        }
        if (bed != null) {
            bed.close();
        }
    }

    private AttackResult run(TestBed bed, Attack attack, String source) throws Exception {
        AttackResult result = new AttackRun(
                        bed,
                        Duration.ofSeconds(Integer.getInteger("attack.seconds", 20)),
                        QUIET,
                        LETTING_GO,
                        Long.getLong("attack.seed", 1))
                .run(attack, source);
        results.add(result);
        Report.write(results, Path.of(option("out", "results.csv")));
        System.out.println(attack + " from " + source + ": "
                + (result.broken().isEmpty() ? "held" : result.broken()) + ", " + result.during() + ", attacker saw "
                + result.seen().summary());
        result.seen().violations().stream().distinct().limit(5).forEach(wrong -> System.out.println("  " + wrong));
        return result;
    }

    /** A gateway that has worked for a while, so that the start-up is not measured. */
    private TestBed start(boolean hostile) throws Exception {
        List<String> product =
                new ArrayList<>(List.of(option("java", FULL_SPEED).split(" ", -1)));
        product.addAll(List.of("-jar", option("jar", "")));
        Path directory = Files.createDirectories(work.resolve("data-" + started++));
        TestBed bed = TestBed.start(
                new Setup(
                        product,
                        option("heap", "400m"),
                        TestDatabase.valueOf(option("database", "SQLITE")),
                        Long.getLong("attack.records", 300_000),
                        AttackContext.FULL),
                hostile,
                issuer,
                directory);
        Runtime.getRuntime().addShutdownHook(new Thread(bed::close));
        for (Attack attack : WARMING_UP) {
            new AttackRun(bed, WARM_UP, Duration.ZERO, Duration.ZERO, 0).run(attack, "127.0.0.200");
        }
        return bed;
    }

    private static String option(String name, String absent) {
        return System.getProperty("attack." + name, absent);
    }

    @Override
    public void close() {
        issuer.close();
    }
}
