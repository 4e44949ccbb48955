package dev.linkgate.harness.crash;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of the harness.
 *
 * @param kills the number of killed processes
 * @param callers how many replace endpoints, and how many add and remove some; half as many race for removals, write
 *     links, and lose links
 * @param seed of all random choices; the threads' order is not repeatable
 * @param product Java's options that locate the gateway
 * @param directory for data and logs
 * @param boundaries where to kill on purpose, each in turn
 * @param randomPercent of kills that come at a random moment instead
 */
record Plan(
        TestDatabase database,
        int kills,
        int callers,
        long seed,
        List<String> product,
        Path directory,
        List<Boundary> boundaries,
        int randomPercent) {

    /** SQLite serves one process only. */
    int replicas() {
        return database == TestDatabase.SQLITE ? 1 : 2;
    }
}
