package dev.linkgate.gateway.feature.webhooks.following;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.endpoints.link.WaitSettings;
import dev.linkgate.gateway.core.endpoints.port.Atlas;
import dev.linkgate.gateway.core.endpoints.provisioning.EffectCheck;
import dev.linkgate.gateway.core.endpoints.reads.SharedReads;
import dev.linkgate.gateway.core.platform.outbox.Outbox;
import dev.linkgate.gateway.core.trail.read.TrailReader;
import dev.linkgate.gateway.feature.waiting.Waits;
import dev.linkgate.gateway.feature.webhooks.TestOutbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What follows in one replica. */
final class Follower implements AutoCloseable {

    static final Duration INTERVAL = Duration.ofSeconds(5);
    static final int READS_PER_MINUTE = 60;

    final ManualClock clock = new ManualClock();
    final FollowedTargets targets;
    final TrailFollower trail;
    final SharedTokenUse sharedToken;
    final TargetObserver observer;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** It asks Atlas in its own time. */
    Follower(DataSource database, TrailReader reader, Atlas atlas) {
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        Outbox outbox = TestOutbox.on(database, clock);
        WaitSettings waits =
                new WaitSettings(Duration.ofMinutes(1), INTERVAL, Duration.ofMinutes(2), Duration.ofMinutes(2));
        targets = new FollowedTargets(jdbc, waits, new FollowingSettings(READS_PER_MINUTE));
        PrivilegeEvents privileges = new PrivilegeEvents(outbox, jdbc, meters);
        trail = new TrailFollower(
                reader,
                jdbc,
                targets,
                outbox,
                privileges,
                transactions,
                clock,
                new StaticListableBeanFactory().getBeanProvider(EffectCheck.class));
        sharedToken = new SharedTokenUse(reader, jdbc, privileges, transactions, clock);
        observer = new TargetObserver(
                targets,
                Waits.polls(SharedReads.of(atlas, clock), clock, Duration.ofMillis(1)),
                outbox,
                transactions,
                waits,
                clock,
                meters);
    }

    /** Handles all of the trail that is new. */
    void followAll() {
        while (trail.follow()) {
            // there is more
        }
    }

    @Override
    public void close() {
        observer.close();
    }
}
