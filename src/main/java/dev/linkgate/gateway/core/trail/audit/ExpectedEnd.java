package dev.linkgate.gateway.core.trail.audit;

import dev.linkgate.gateway.core.platform.request.Receipt;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the chain as this process has written or seen it last. No process removes records there, so the chain
 * still has that record when this process writes next; if not, the chain was cut or replaced. For one thread.
 */
final class ExpectedEnd {

    private static final Logger log = LoggerFactory.getLogger(ExpectedEnd.class);

    private final RollbackState state;
    private @Nullable Receipt last;

    ExpectedEnd(RollbackState state) {
        this.state = state;
    }

    /** The number of the record that must still be there; 0 if none is known yet. */
    long sequence() {
        return last == null ? 0 : last.sequence();
    }

    /** Reads the hash of a record; absent if there is none, because it was removed, or archived behind many others. */
    @FunctionalInterface
    interface StoredHash {
        @Nullable
        String of(long sequence) throws SQLException;
    }

    /**
     * Compares the chain as it is now, before anything is appended.
     *
     * @param end the last record of the chain, as its head has it
     */
    void compare(Receipt end, StoredHash hashes) throws SQLException {
        Receipt expected = last;
        if (expected != null && isLost(expected, end, hashes)) {
            log.error(
                    "The audit trail ends with {}, and lacks the record {} that this gateway has written or seen. Writes"
                            + " are refused",
                    end,
                    expected);
            state.lost(expected);
        }
        last = end;
    }

    private static boolean isLost(Receipt expected, Receipt end, StoredHash hashes) throws SQLException {
        if (end.sequence() <= expected.sequence()) {
            return !end.equals(expected);
        }
        String stored = hashes.of(expected.sequence());
        return stored != null && !stored.equals(expected.hash());
    }

    /** @param end what was appended last, durable now */
    void reached(Receipt end) {
        last = end;
    }
}
