package dev.linkgate.gateway.feature.auditing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.observability.Metric;
import dev.linkgate.gateway.core.platform.store.OnEachDatabase;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.AuditFixture;
import dev.linkgate.gateway.feature.tasks.TaskLeases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.system.CapturedOutput;

/** On each database: the trail is checked once a day, and everybody can see when and how that ended. */
@CapturesOutput
@OnEachDatabase
class DailyVerificationTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @AutoClose
    private final AuditFixture audit;

    private final ManualClock clock = new ManualClock();
    private final Replica one;
    private final Replica other;

    DailyVerificationTest(TestDatabase database) throws SQLException {
        audit = new AuditFixture(database);
        one = new Replica();
        other = new Replica();
        audit.write(3); // of AuditFixture.NOW, which is when the fixture's records are made
    }

    private final class Replica {

        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final DailyVerification task = new DailyVerification(
                new Verifications(audit.verifier(), audit.trail, audit.reader, audit.threads, clock, meters),
                audit.reader,
                audit.threads,
                clock);

        Duration look() {
            return task.run(TaskLeases.HELD);
        }

        double metric(Metric metric) {
            return meters.get(metric.meterName()).gauge().value();
        }
    }

    private long checks() {
        return audit.records().stream()
                .filter(record -> record.entry().action().equals("audit.verify"))
                .count();
    }

    private void standAt(Duration behindTheRecords) {
        clock.advance(Duration.between(clock.instant(), AuditFixture.NOW.plus(behindTheRecords)));
    }

    @Test
    void theFirstIsAMinuteAfterTheFirstRecord() {
        standAt(Duration.ofSeconds(50));
        assertThat(one.look()).isEqualTo(Duration.ofSeconds(10));
        assertThat(checks()).isZero();
        assertThat(one.metric(Metric.AUDIT_VERIFIED)).isZero();
        assertThat(one.metric(Metric.AUDIT_VALID)).isNaN();

        clock.advance(Duration.ofSeconds(10));
        assertThat(one.look()).isEqualTo(HOUR);
        assertThat(checks()).isEqualTo(1);
        assertThat(one.metric(Metric.AUDIT_VERIFIED)).isEqualTo(clock.instant().getEpochSecond());
        assertThat(one.metric(Metric.AUDIT_VALID)).isEqualTo(1);
    }

    @Test
    void withoutARecordThereIsNothingToCheck() {
        audit.clear();
        assertThat(one.look()).isEqualTo(Duration.ofMinutes(1));
        assertThat(checks()).isZero();
    }

    @Test
    void oneReplicaChecksOnceADayAndTheOthersKnow() {
        standAt(HOUR);
        one.look();
        other.look();
        assertThat(checks()).isEqualTo(1);
        assertThat(other.metric(Metric.AUDIT_VALID)).isEqualTo(1);

        clock.advance(Duration.ofHours(22));
        other.look();
        assertThat(checks()).isEqualTo(1);
        assertThat(one.metric(Metric.AUDIT_VALID)).as("another replica looks").isNaN();
        clock.advance(HOUR);
        other.look();
        assertThat(checks()).isEqualTo(2);
    }

    @Test
    void aChangedRecordIsFound(CapturedOutput output) {
        audit.jdbc
                .sql("UPDATE audit_record SET actor_team = 'other' WHERE sequence = 2")
                .update();
        standAt(HOUR);
        one.look();

        assertThat(one.metric(Metric.AUDIT_VALID)).isZero();
        assertThat(output).contains("The audit trail is broken: FirstBroken[sequence=2,");
        other.look();
        assertThat(other.metric(Metric.AUDIT_VALID)).isZero();
    }

    /** A trail without its end takes no record. */
    @Test
    void aBreakThatCannotBeRecordedIsShown() {
        standAt(HOUR);
        audit.jdbc.sql("DELETE FROM audit_head").update();
        one.look();

        assertThat(one.metric(Metric.AUDIT_VALID)).isZero();
    }

    @Test
    void aReplicaThatLosesTheTaskLeavesIt() {
        standAt(HOUR);
        assertThat(one.task.run(TaskLeases.of(() -> false))).isLessThan(HOUR);
        assertThat(checks()).isZero();
    }
}
