package dev.linkgate.gateway.core.access;

import dev.linkgate.ManualClock;
import dev.linkgate.gateway.core.access.key.AdminToken;
import dev.linkgate.gateway.core.access.principal.Access;
import dev.linkgate.gateway.core.access.principal.AccessStore;
import dev.linkgate.gateway.core.platform.encryption.KeyRing;
import dev.linkgate.gateway.core.platform.encryption.TestSeals;
import dev.linkgate.gateway.core.platform.store.DataDirectory;
import dev.linkgate.gateway.core.platform.store.Snapshots;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes an {@link Access} for tests of other packages. */
public final class TestAccess {

    /** The administrator's token, which is on. */
    public static final AdminToken TOKEN = new AdminToken(
            "the-token-of-the-administrator", true, "jdbc:sqlite:", new DataDirectory(Path.of("unused")));

    private TestAccess() {}

    public static Access on(DataSource database, KeyRing keys, ManualClock clock) {
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        return new Access(store(jdbc, keys), new Snapshots(jdbc, transactions, clock::read), TOKEN, clock);
    }

    /** The tables of a replica with these master keys. */
    public static AccessStore store(JdbcClient jdbc, KeyRing keys) {
        return new AccessStore(jdbc, keys, TestSeals.on(jdbc, keys));
    }
}
