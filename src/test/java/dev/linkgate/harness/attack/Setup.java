package dev.linkgate.harness.attack;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import dev.linkgate.gateway.core.trail.audit.TrailFiller;
import java.sql.SQLException;
import java.util.List;

/**
 * The gateway that is attacked.
 *
 * @param product Java's options that locate the gateway
 * @param heap its largest heap, as Java's option {@code -Xmx} has it
 * @param records the length of its audit trail before the attacks, half of them about {@link LargeProject#LONG_TRAIL};
 *     0 for an empty one
 * @param percent the size of the {@link LargeProject}
 */
record Setup(List<String> product, String heap, TestDatabase database, long records, int percent) {

    /** @return the URL of a new database */
    String newDatabase() {
        String url = database.migratedUrl();
        if (records > 0) {
            try {
                TrailFiller.main(new String[] {
                    database == TestDatabase.SQLITE ? url + "?journal_mode=WAL&synchronous=OFF" : url,
                    String.valueOf(records)
                });
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
        return url;
    }
}
