package dev.linkgate.gateway.feature.drift.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachDatabase
class ConsistentReadsTest {

    private final DataSource database;
    private final JdbcClient jdbc;
    private final ConsistentReads reads;

    ConsistentReadsTest(TestDatabase kind) {
        database = kind.migrated();
        jdbc = JdbcClient.create(database);
        jdbc.sql("CREATE TABLE word (name TEXT PRIMARY KEY)").update();
        reads = new ConsistentReads(new JdbcTransactionManager(database));
    }

    /** The other waits for its commit, so this also shows that a reader does not hold writers up. */
    @Test
    void whatOthersCommitMeanwhileIsNotSeen() {
        List<List<String>> seen = reads.of(() -> {
            List<String> first = words();
            CompletableFuture.runAsync(() -> write("late"), Thread.ofPlatform()::start)
                    .join();
            return List.of(first, words());
        });

        assertThat(seen).containsExactly(List.of(), List.of());
        assertThat(words()).containsExactly("late");
    }

    @Test
    void aReaderDoesNotWaitForAWriter() {
        List<String> seen = new TransactionTemplate(new JdbcTransactionManager(database)).execute(status -> {
            write("unfinished");
            return CompletableFuture.supplyAsync(() -> reads.of(this::words), Thread.ofPlatform()::start)
                    .join();
        });

        assertThat(seen).isEmpty();
        assertThat(words()).containsExactly("unfinished");
    }

    private void write(String word) {
        jdbc.sql("INSERT INTO word (name) VALUES (?)").param(word).update();
    }

    private List<String> words() {
        return jdbc.sql("SELECT name FROM word ORDER BY name")
                .query(String.class)
                .list();
    }
}
