package dev.linkgate.harness.rotation;

import dev.linkgate.gateway.core.platform.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;

/**
 * A run.
 *
 * @param rotations the number of rotations, of each kind in turn
 * @param restarts the number of rotations of the master key by rolling restarts, after the others; only with replicas
 * @param callers at work at the same time
 * @param product Java's options that locate the gateway
 * @param directory for data
 */
record Plan(TestDatabase database, int rotations, int restarts, int callers, List<String> product, Path directory) {

    /** SQLite serves one process only. */
    int replicas() {
        return database == TestDatabase.SQLITE ? 1 : 2;
    }
}
