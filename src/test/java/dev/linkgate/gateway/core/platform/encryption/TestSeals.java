package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.gateway.core.platform.store.Snapshots;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** The seals of a replica, for tests of what is sealed. */
public final class TestSeals {

    private TestSeals() {}

    public static Seals on(JdbcClient jdbc, KeyRing keys) {
        Snapshots snapshots = new Snapshots(jdbc, new TransactionTemplate(new EachStatement()));
        return new Seals(
                jdbc,
                new GatewayKeys(jdbc, keys, snapshots, key -> false, InstantSource.system()),
                InstantSource.system());
    }

    /** Each statement is a transaction of its own: the key of the seals is made by one. */
    private static final class EachStatement extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
