package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.Patience;
import dev.linkgate.gateway.core.platform.replica.Replica;
import dev.linkgate.gateway.core.platform.request.Actor;
import dev.linkgate.gateway.core.platform.request.RequestContext;
import dev.linkgate.gateway.core.platform.request.Target;
import dev.linkgate.gateway.core.platform.vocabulary.TestVocabulary;
import dev.linkgate.gateway.core.trail.record.Action;
import dev.linkgate.gateway.core.trail.record.Entry;
import dev.linkgate.gateway.core.trail.record.Phase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A process that was killed in the middle of writes: its intents, and the other replicas' reaction. */
public final class KilledReplica {

    private final ChainWriter chain;
    private final JdbcClient database;

    public KilledReplica(DataSource database) {
        this.database = JdbcClient.create(database);
        chain = new ChainWriter(
                database,
                AuditFixture.SETTINGS,
                new Replica(),
                new WriteNotifications(TestVocabulary.ALL),
                new RollbackState());
    }

    /** Leaves the addition of an ensure that had found its endpoint absent. */
    public void leavesAddition(String requestId, Target target, Instant at) {
        leaves(requestId, Action.ENDPOINT_ENSURE, target, at);
        OpenIntents open = new OpenIntents(database);
        open.sends(open.all().getLast().sequence(), Action.ENDPOINT_ADD);
    }

    /** Leaves the intent of a write of the team payments open. */
    public void leaves(String requestId, Action action, Target target, Instant at) {
        RequestContext context = new RequestContext(requestId, "192.0.2.7", null, receipt -> {});
        context.identified(Actor.team("payments", "k1"));
        context.facts().noteCredential("default", 3);
        try {
            chain.append(List.of(new PendingRecord(Entry.of(at, Phase.INTENT, context, action, target, null))));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } finally {
            chain.release();
        }
    }

    /** Lets a gateway look often enough to take over the intents of dead processes. */
    public static void isMissed(ApplicationContext gateway) {
        look(gateway, IntentWatch.SILENT_SCANS + 1);
    }

    /** Lets a gateway look often enough to give up writes that it cannot read back. */
    public static void isGivenUp(ApplicationContext gateway) {
        look(gateway, IntentWatch.LAST_SCAN + 1);
    }

    /** Lets a gateway look once more, and attend to what it sees. */
    public static void isSeen(ApplicationContext gateway) {
        look(gateway, 1);
    }

    private static void look(ApplicationContext gateway, int times) {
        IntentWatch watch = gateway.getBean(IntentWatch.class);
        for (int i = 0; i < times; i++) {
            watch.scan();
            Patience.until(watch::isIdle);
        }
    }
}
