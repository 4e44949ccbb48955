package dev.linkgate.gateway.platform.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates {@link Snapshot}s and keeps them fresh: a change on another replica is noticed within {@value #POLL_MILLIS}
 * ms, at the cost of one small query for all of them.
 */
@Component
public class Snapshots {

    private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

    private static final long POLL_MILLIS = 2_000;

    /** How long the numbers may take; then each snapshot asks, and notices that the database does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Spring's scheduler has other work, too, so a database that hangs does not hold it for longer. */
    private static final Duration LONGEST_POLL = Duration.ofSeconds(5);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final LongSupplier nanoTime;
    private final List<Snapshot<?>> snapshots = new CopyOnWriteArrayList<>();

    @Autowired
    public Snapshots(JdbcClient jdbc, TransactionTemplate transactions) {
        this(jdbc, transactions, System::nanoTime);
    }

    /** @param nanoTime monotonic, as {@link System#nanoTime()} */
    public Snapshots(JdbcClient jdbc, TransactionTemplate transactions, LongSupplier nanoTime) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.nanoTime = nanoTime;
    }

    /**
     * A snapshot of the source's data.
     *
     * @param topic names the data among all snapshots
     */
    public <T> Snapshot<T> of(String topic, Snapshot.Source<T> source) {
        Snapshot<T> snapshot = new Snapshot<>(topic, source, jdbc, transactions, nanoTime);
        snapshots.add(snapshot);
        return snapshot;
    }

    /** Whether all changes of other replicas are known here, as {@link Snapshot#confirm} says. */
    boolean confirm() {
        return snapshots.stream().allMatch(Snapshot::confirm);
    }

    /** Reads what has changed. If the database does not answer, the last snapshot stays in force for a while. */
    @Scheduled(fixedDelay = POLL_MILLIS)
    public void poll() {
        long asked = nanoTime.getAsLong();
        FutureTask<Map<String, Long>> answer = new FutureTask<>(this::numbers);
        Thread.ofVirtual().name("snapshot-numbers").start(answer);
        try {
            Map<String, Long> numbers = await(answer);
            List<Thread> polls = snapshots.stream()
                    .filter(each -> !each.isStill(numbers.get(each.topic()), asked))
                    .map(Snapshot::startPoll)
                    .toList();
            long begun = System.nanoTime();
            for (Thread poll : polls) {
                poll.join(Duration.ofNanos(Math.max(1, LONGEST_POLL.toNanos() - (System.nanoTime() - begun))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty if the database does not answer. */
    private static Map<String, Long> await(FutureTask<Map<String, Long>> answer) throws InterruptedException {
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.debug("The numbers of the last changes could not be read", e); // the snapshots say more
            return Map.of();
        }
    }

    /** The number of the last change of each topic, 0 if there is none. */
    private Map<String, Long> numbers() {
        Map<String, Long> numbers = new HashMap<>();
        snapshots.forEach(each -> numbers.put(each.topic(), 0L));
        jdbc.sql("SELECT topic, number FROM change_counter").query(row -> {
            numbers.put(row.getString("topic"), row.getLong("number"));
        });
        return numbers;
    }
}
