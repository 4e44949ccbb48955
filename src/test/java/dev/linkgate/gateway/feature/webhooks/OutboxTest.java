package dev.linkgate.gateway.feature.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.outbox.Event;
import dev.linkgate.gateway.core.platform.outbox.EventType;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.feature.operations.OperationWords;
import dev.linkgate.gateway.feature.webhooks.following.FollowingWords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachDatabase
class OutboxTest {

    private final ManualClock fast = new ManualClock();
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Outbox outbox;
    private final Outbox ofFastReplica;

    OutboxTest(TestDatabase kind) {
        DataSource database = kind.migrated();
        jdbc = JdbcClient.create(database);
        transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        new StoredEvents(database);
        outbox = TestOutbox.on(database, new ManualClock());
        ofFastReplica = TestOutbox.on(database, fast);
        fast.advance(Duration.ofMinutes(1));
    }

    @Test
    void eventsOfASubjectKeepTheirOrderWhateverTheClocks() {
        add(ofFastReplica, FollowingWords.ENDPOINT_ADDED, "/one");
        add(outbox, FollowingWords.ENDPOINT_SETTLED, "/one");
        add(ofFastReplica, FollowingWords.ENDPOINT_REMOVED, "/one");
        add(outbox, FollowingWords.ENDPOINT_ADDED, "/two");

        assertThat(types("/one")).containsExactly("endpoint.added", "endpoint.settled", "endpoint.removed");
        assertThat(types("/two")).containsExactly("endpoint.added");
    }

    @Test
    void anEventGoesWithItsChange() {
        transactions.executeWithoutResult(status -> {
            outbox.add(event(OperationWords.OPERATION_ENDED, "/one"));
            status.setRollbackOnly();
        });
        assertThat(types("/one")).isEmpty();

        assertThatIllegalStateException().isThrownBy(() -> outbox.add(event(OperationWords.OPERATION_ENDED, "/one")));
    }

    private void add(Outbox outbox, EventType type, String subject) {
        transactions.executeWithoutResult(status -> outbox.add(event(type, subject)));
    }

    private static Event event(EventType type, String subject) {
        return new Event(type, subject, Target.NONE, Map.of("one", 1));
    }

    private List<String> types(String subject) {
        return jdbc.sql("SELECT type FROM webhook_delivery WHERE subject = ? ORDER BY created_at")
                .param(subject)
                .query(String.class)
                .list();
    }
}
