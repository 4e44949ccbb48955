package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.gateway.core.endpoints.link.ScriptedAtlas;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TestTrail;
import dev.linkgate.gateway.feature.webhooks.following.FollowedTarget.Goal;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Measures what following one more endpoint costs on SQLite beside 100, 1,000 and 20,000 that are followed in the same
 * project: ten in a transaction, as the trail's follower does. Not a test: figures belong to a machine.
 *
 * <p>Prints a line for each number: it, and the median of the rounds in microseconds an addition, without the commit.
 */
final class FollowingBenchmark {

    private static final int WARM_UP = 200;
    private static final int ROUNDS = 200;

    private FollowingBenchmark() {}

    public static void main(String[] args) {
        for (int followed : new int[] {100, 1_000, 20_000}) {
            DataSource database = TestDatabase.SQLITE.asNew(FollowingBenchmark.class);
            TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
            try (TestTrail trail = new TestTrail(database);
                    Follower follower = new Follower(database, trail.reader(), new ScriptedAtlas())) {
                transactions.executeWithoutResult(status -> IntStream.range(0, followed)
                        .forEach(number -> follower.targets.add(
                                target(follower, number), follower.clock.instant(), Follower.INTERVAL)));
                int[] next = {followed};
                rounds(WARM_UP, follower, transactions, next);
                long[] nanos = rounds(ROUNDS, follower, transactions, next);
                System.out.printf("%6d followed: %6.1f us an addition%n", followed, nanos[ROUNDS / 2] / 10 / 1e3);
            }
        }
        System.exit(0);
    }

    /** @return the sorted times */
    private static long[] rounds(int count, Follower follower, TransactionTemplate transactions, int[] next) {
        long[] nanos = new long[count];
        for (int round = 0; round < count; round++) {
            follower.clock.advance(Duration.ofMillis(30)); // some 300 additions a second
            long begin = System.nanoTime();
            transactions.executeWithoutResult(status -> {
                for (int i = 0; i < 10; i++) {
                    follower.targets.put(target(follower, next[0]++));
                }
                status.setRollbackOnly(); // so that the number of followed ones stays
            });
            nanos[round] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static FollowedTarget target(Follower follower, int number) {
        return new FollowedTarget(
                ScriptedAtlas.PATH,
                ScriptedAtlas.id(number),
                Goal.SETTLED,
                true,
                "req",
                number + ":0",
                follower.clock.instant());
    }
}
