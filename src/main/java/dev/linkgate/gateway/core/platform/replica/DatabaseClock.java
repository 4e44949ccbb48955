package dev.linkgate.gateway.core.platform.replica;

import dev.linkgate.gateway.core.platform.store.Micros;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The time that replicas compare: the database's, as it said at the start and at each heartbeat, and the monotonic time
 * since. So no setting of this host's clock moves a lease or a due time. The clock of the host of an SQLite file is the
 * database's.
 *
 * <p>The host's own clock decides only whether this one is to be trusted. They drift apart if the host's is wrong, or
 * if the host was suspended, which stops monotonic time until the database is asked again. Then this replica takes and
 * holds nothing.
 */
public final class DatabaseClock implements InstantSource {

    /**
     * How far the two clocks may be apart. A lease ends so much earlier for its holder than for the others, because
     * that is also the most by which two replicas that are trusted can differ.
     */
    public static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
    private static final String NOW = "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

    private final InstantSource own;
    private final LongSupplier nanoTime;
    private final boolean remote;
    private final long firstNanos;

    /** The database's time when {@link #elapsed} was zero, in microseconds. */
    private volatile long origin;

    /** Whether the last answer of the database left the clocks too far apart; for the log. */
    private boolean reported;

    private DatabaseClock(InstantSource own, LongSupplier nanoTime, boolean remote) {
        this.own = own;
        this.nanoTime = nanoTime;
        this.remote = remote;
        this.firstNanos = nanoTime.getAsLong();
    }

    /** The clock of this host, which is the database's, too. */
    public static DatabaseClock ofHost(InstantSource own) {
        return new DatabaseClock(own, System::nanoTime, false);
    }

    /**
     * The clock of the database that is at the other end of a connection.
     *
     * @param own this host's
     * @param nanoTime monotonic
     * @throws org.springframework.dao.DataAccessException if it does not say its time
     */
    static DatabaseClock of(Connection connection, InstantSource own, LongSupplier nanoTime) throws SQLException {
        if (!connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return ofHost(own);
        }
        DatabaseClock clock = new DatabaseClock(own, nanoTime, true);
        OriginBounds first = clock.bounds(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
        clock.origin = first.lowest() + (first.highest() - first.lowest()) / 2;
        clock.report();
        return clock;
    }

    @Override
    public Instant instant() {
        return remote ? Micros.toInstant(origin + elapsed()) : own.instant();
    }

    /** How far this host's clock is ahead of the database's. */
    Duration offset() {
        return remote ? Duration.between(instant(), own.instant()) : Duration.ZERO;
    }

    /** Whether it is to be trusted. If not, this replica takes no exclusive work. */
    public boolean isTrusted() {
        return offset().abs().compareTo(TOLERANCE) <= 0;
    }

    /** Whether what this replica holds until a time, as the database has it, is surely still its own. */
    public boolean isSurelyBefore(Instant end) {
        return isTrusted() && instant().isBefore(end.minus(TOLERANCE));
    }

    /** Asks the database. An answer that took long changes only what it contradicts. */
    void ask(JdbcClient database) {
        if (remote) {
            OriginBounds bounds = bounds(database);
            origin = Math.clamp(origin, bounds.lowest(), bounds.highest());
            report();
        }
    }

    /**
     * What the origin can be, because the database said its time after it was asked, and before its answer was here.
     */
    private record OriginBounds(long lowest, long highest) {}

    private OriginBounds bounds(JdbcClient database) {
        long before = elapsed();
        long said = database.sql(NOW).query(Long.class).single();
        return new OriginBounds(said - elapsed(), said - before);
    }

    /** The time since this clock was made, in microseconds. */
    private long elapsed() {
        return (nanoTime.getAsLong() - firstNanos) / 1_000;
    }

    private void report() {
        boolean wrong = !isTrusted();
        if (wrong && !reported) {
            log.warn(
                    "The clock of this host is {} s ahead of the database's. This replica is not ready, and takes no exclusive"
                            + " work, until it is within {} s. Set it, as NTP does",
                    offset().toMillis() / 1e3,
                    TOLERANCE.toSeconds());
        } else if (reported && !wrong) {
            log.info("The clock of this host agrees with the database's again");
        }
        reported = wrong;
    }
}
