package dev.linkgate.gateway.trail.audit;

import dev.linkgate.gateway.platform.replica.Replica;
import dev.linkgate.gateway.platform.request.Receipt;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Appends records to the chain, many in one transaction. It keeps its connection from one transaction to the next,
 * because getting one and preparing its statements costs as much as storing several records. For one thread.
 */
@Component
class ChainWriter {

    /** How long the database may take to answer, if no caller waits longer: a slow commit still stores what it can. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final ChainConnection.Owner owner;
    private @Nullable ChainConnection held;

    @Autowired
    ChainWriter(DataSource dataSource, AuditSettings settings, Replica replica, WriteNotifications notifications) {
        this(dataSource, settings, replica, notifications, System::nanoTime);
    }

    ChainWriter(
            DataSource dataSource,
            AuditSettings settings,
            Replica replica,
            WriteNotifications notifications,
            LongSupplier nanoTime) {
        this.dataSource = dataSource;
        long timeout = Math.max(ANSWER.toMillis(), settings.timeout().toMillis());
        this.owner = new ChainConnection.Owner(replica.id(), notifications, Math.toIntExact(timeout), nanoTime);
    }

    /**
     * Stores all entries or none, except those whose condition does not hold any more.
     *
     * @return the receipts in the order of the batch, all durable; absent for entries that were not stored
     * @throws SQLException if nothing was stored, or if the connection broke and the result is unknown
     */
    List<Optional<Receipt>> append(List<PreparedEntry> batch) throws SQLException {
        boolean reusable = false;
        try {
            ChainConnection connection = connection();
            List<Optional<Receipt>> receipts = connection.append(batch);
            reusable = connection.rest();
            return receipts;
        } finally {
            if (!reusable) {
                release();
            }
        }
    }

    private ChainConnection connection() throws SQLException {
        ChainConnection kept = held;
        if (kept != null && kept.works()) {
            return kept;
        }
        release();
        ChainConnection fresh = ChainConnection.of(dataSource.getConnection(), owner);
        held = fresh;
        return fresh;
    }

    /** Gives the connection back until it is needed again. */
    void release() {
        ChainConnection kept = held;
        held = null;
        if (kept != null) {
            kept.close();
        }
    }
}
