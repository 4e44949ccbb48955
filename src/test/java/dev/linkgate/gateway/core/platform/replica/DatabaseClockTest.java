package dev.linkgate.gateway.core.platform.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.linkgate.CapturesOutput;
import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.platform.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One time for all replicas, whatever the clocks of their hosts show. */
@CapturesOutput
class DatabaseClockTest {

    private static final DataSource DATABASE = TestDatabase.POSTGRESQL.migrated();
    private static final JdbcClient JDBC = JdbcClient.create(DATABASE);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** It is more than a busy machine needs for what is done between two looks at the real clock. */
    private static final Duration SOON = Duration.ofMinutes(5);

    /** A host whose clocks stand until the test moves them. */
    private static final class Host implements InstantSource {
        private Instant time;
        private long nanos;

        Host(Instant time) {
            this.time = time;
        }

        @Override
        public Instant instant() {
            return time;
        }

        DatabaseClock clock() throws SQLException {
            try (Connection connection = DATABASE.getConnection()) {
                return DatabaseClock.of(connection, this, () -> nanos);
            }
        }

        void passes(Duration time) {
            this.time = this.time.plus(time);
            nanos += time.toNanos();
        }
    }

    @Test
    void hostsThatDisagreeHaveOneTime() throws SQLException {
        DatabaseClock early = new Host(Instant.now().minus(HOUR)).clock();
        DatabaseClock late = new Host(Instant.now().plus(HOUR)).clock();

        assertThat(Duration.between(early.instant(), late.instant())).isBetween(Duration.ZERO, SOON);
        assertThat(Duration.between(early.instant(), Instant.now()).abs()).isLessThan(SOON);
    }

    @Test
    void onlyMonotonicTimeMovesIt() throws SQLException {
        Host host = new Host(Instant.now());
        DatabaseClock clock = host.clock();
        Instant first = clock.instant();

        host.time = host.time.plus(HOUR);
        assertThat(clock.instant()).isEqualTo(first);

        host.nanos += SECOND.toNanos();
        assertThat(clock.instant()).isEqualTo(first.plus(SECOND));
    }

    @Test
    void aHostThatIsMoreThanFiveSecondsOffIsNotTrusted() throws SQLException {
        Host host = new Host(Instant.EPOCH);
        DatabaseClock clock = host.clock();
        assertThat(clock.isTrusted()).isFalse();

        for (int sign : List.of(1, -1)) {
            host.time = clock.instant().plusMillis(sign * 5_000L);
            assertThat(clock.offset()).isEqualTo(Duration.ofSeconds(5).multipliedBy(sign));
            assertThat(clock.isTrusted()).isTrue();
            assertThat(clock.isSurelyBefore(clock.instant().plusSeconds(6))).isTrue();

            host.time = clock.instant().plusMillis(sign * 5_001L);
            assertThat(clock.isTrusted()).isFalse();
            assertThat(clock.isSurelyBefore(clock.instant().plusSeconds(3_600))).isFalse();
        }
    }

    @Test
    void aLeaseIsOverForItsHolderFiveSecondsBeforeItsEnd() {
        ManualClock host = new ManualClock();
        DatabaseClock clock = DatabaseClock.ofHost(host);
        Instant end = host.instant().plusSeconds(15);

        host.advance(Duration.ofMillis(9_999));
        assertThat(clock.isSurelyBefore(end)).isTrue();

        host.advance(Duration.ofMillis(1));
        assertThat(clock.isSurelyBefore(end)).isFalse();
    }

    /** Monotonic time does not count while a host is suspended, its clock is set right when it goes on. */
    @Test
    void aSuspendedHostIsNotTrustedUntilItHasAskedAgain() throws SQLException {
        Host host = new Host(Instant.now());
        DatabaseClock clock = host.clock();
        clock.ask(JDBC);
        host.time = clock.instant().plusSeconds(20);
        assertThat(clock.isTrusted()).isFalse();

        host.time = Instant.now();
        clock.ask(JDBC);

        assertThat(Duration.between(clock.instant(), Instant.now())).isLessThan(SOON);
        assertThat(clock.offset().abs()).isLessThan(SOON);
    }

    @Test
    void anAnswerMovesTheTimeOnlyAsFarAsItContradicts() throws SQLException {
        Host host = new Host(Instant.now());
        DatabaseClock clock = host.clock();
        host.passes(HOUR); // which has not passed in the database
        clock.ask(JDBC);
        assertThat(Duration.between(Instant.now(), clock.instant()).abs()).isLessThan(SOON);
    }

    @Test
    void anAnswerThatTakesLongMovesNothing() throws SQLException {
        Host host = new Host(Instant.now());
        Deque<Long> nanos = new ArrayDeque<>(); // the times that are read next; afterwards no time has passed
        DatabaseClock clock;
        try (Connection connection = DATABASE.getConnection()) {
            clock = DatabaseClock.of(connection, host, () -> nanos.isEmpty() ? 0 : nanos.poll());
        }
        Instant known = clock.instant();

        nanos.addAll(List.of(-HOUR.toNanos(), HOUR.toNanos()));
        clock.ask(JDBC);

        assertThat(clock.instant()).isEqualTo(known);
    }

    @Test
    void theClockOfTheHostOfAFileIsTheDatabases() throws SQLException {
        ManualClock host = new ManualClock();
        DatabaseClock clock;
        try (Connection connection = TestDatabase.SQLITE.migrated().getConnection()) {
            clock = DatabaseClock.of(connection, host, System::nanoTime);
        }
        host.advance(HOUR);
        assertThat(clock.instant()).isEqualTo(host.instant());
        assertThat(clock.offset()).isZero();
        assertThat(clock.isTrusted()).isTrue();
    }

    @Test
    void aWrongClockTakesTheReplicaOutOfServiceAndIsReportedOnce(CapturedOutput output) throws SQLException {
        Host host = new Host(Instant.now());
        DatabaseClock clock = host.clock();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ClockHealth health = new ClockHealth(clock, meters);
        host.time = clock.instant().plus(HOUR);
        clock.ask(JDBC);
        clock.ask(JDBC);

        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(meters.get("linkgate.clock.offset").gauge().value()).isBetween(3_000.0, 3_600.0);
        assertThat(output).containsOnlyOnce("ahead of the database's");

        host.time = clock.instant();
        clock.ask(JDBC);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(output).containsOnlyOnce("agrees with the database's again");
    }
}
