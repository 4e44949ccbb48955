package dev.linkgate.gateway.core.platform.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.kernel.StartRefused;
import dev.linkgate.sqlite.WholeDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;

/** Opens the database: an SQLite file unless {@code spring.datasource.url} names a PostgreSQL. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    private static final Logger log = LoggerFactory.getLogger(StoreConfiguration.class);

    static final String SQLITE = "jdbc:sqlite:";

    /** How long a request waits for a connection before the store counts as unavailable. */
    private static final int CONNECTION_TIMEOUT_MILLIS = 3_000;

    /** How long a connection that was idle may take to show that it works; then another one is used. */
    private static final int VALIDATION_TIMEOUT_MILLIS = 2_000;

    /**
     * How long PostgreSQL may be silent after a question, unless the URL says otherwise: a server that hangs, or
     * vanished without a word, must not hold connections for ever. {@link LongStatements} have more time.
     */
    private static final String ANSWER_TIMEOUT_SECONDS = "10";

    /** How long PostgreSQL may take to accept a connection, unless the URL says otherwise. */
    private static final String LOGIN_TIMEOUT_SECONDS = "10";

    /**
     * What PostgreSQL does by itself when this process is stopped, cut off or gone, so that no other process waits for
     * its locks: it ends a transaction that is asked nothing, and a connection that confirms nothing. The wait for a
     * lock is longer than others can hold it, and ends before the client gives up, who would leave the statement
     * waiting in the database.
     */
    private static final String SESSION = "SET idle_in_transaction_session_timeout = '2s'; SET lock_timeout = '4s';"
            + " SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 2;"
            + " SET tcp_user_timeout = '4s'";

    /** Attempts of 4 s each: together as long as a replica waits for another one that migrates. */
    private static final int MIGRATION_ATTEMPTS = 12;

    /** The audit trail's writer keeps its own connection. */
    private static final int AUDIT_CONNECTIONS = 1;

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(
            DataSourceProperties properties, DataDirectory directory, BrokenTransactions brokenTransactions) {
        String url = properties.determineUrl();
        HikariConfig pool = new HikariConfig();
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MILLIS);
        pool.setValidationTimeout(VALIDATION_TIMEOUT_MILLIS);
        if (url.startsWith(SQLITE)) {
            Path database = DatabaseFiles.of(url).database();
            if (database != null) {
                directory.prepareDatabase(database);
            }
            pool.setDataSource(sqlite(url));
            pool.setExceptionOverride(brokenTransactions);
            pool.setMaximumPoolSize(4 + AUDIT_CONNECTIONS);
        } else {
            pool.setJdbcUrl(url);
            pool.setUsername(properties.determineUsername());
            pool.setPassword(properties.determinePassword());
            pool.addDataSourceProperty("loginTimeout", LOGIN_TIMEOUT_SECONDS);
            pool.addDataSourceProperty("socketTimeout", ANSWER_TIMEOUT_SECONDS);
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.setConnectionInitSql(SESSION);
            pool.setMaximumPoolSize(8 + AUDIT_CONNECTIONS);
        }
        return new HikariDataSource(pool);
    }

    @Bean
    BrokenTransactions brokenTransactions() {
        return new BrokenTransactions();
    }

    /**
     * A migration may build an index, or wait until another replica has, while its lock's transaction is asked nothing.
     */
    @Bean
    FlywayConfigurationCustomizer unhurriedMigrations(DataSourceProperties properties) {
        String url = properties.determineUrl();
        return flyway -> {
            if (url.startsWith(SQLITE)) {
                // Not the pool's connections, which close when the disk is full, so that the reason would not be seen.
                flyway.dataSource(sqlite(url));
            } else {
                flyway.dataSource(new LongStatements(flyway.getDataSource(), Duration.ZERO));
                flyway.initSql("SET idle_in_transaction_session_timeout = '1h'");
            }
        };
    }

    /** Only over a database with this version's migrations, and with all tables which its history names. */
    @Bean
    FlywayMigrationStrategy migrationOfWholeDatabases(
            DatabaseFiles files, HikariDataSource pool, OldestReader oldestReader) {
        return flyway -> {
            try {
                oldestReader.require(flyway.getConfiguration().getDataSource());
            } catch (SQLException e) {
                throw new UncategorizedSQLException("the first look at the database", null, e);
            }
            Path database = files.database();
            if (database != null) {
                requireTables(database, flyway);
            }
            migrate(flyway);
            pool.getHikariPoolMXBean().softEvictConnections(); // connections that may stay unused for an hour
        };
    }

    static void requireTables(Path database, Flyway flyway) {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection()) {
            WholeDatabase.requireTables(database, connection);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("the first look at the tables", null, e);
        } catch (StartRefused e) {
            requireMigrations(flyway); // tables are also missing where a snapshot had others
            throw e;
        }
    }

    private static void requireMigrations(Flyway flyway) {
        try {
            Flyway.configure()
                    .configuration(flyway.getConfiguration())
                    .ignoreMigrationPatterns("*:pending", "*:future")
                    .load()
                    .validate();
        } catch (FlywayValidateException e) {
            throw madeByASnapshot();
        }
    }

    private static StartRefused madeByASnapshot() {
        return new StartRefused(
                "The database has other migrations than this version: a snapshot between two releases has made it.",
                "Only what a release has stored is kept. Put a backup of one back (docs/restore.md), or begin with an"
                        + " empty database.");
    }

    /**
     * A migration that waits for a table lets those pass who wait behind it, each time its {@code lock_timeout} is
     * over.
     *
     * @throws StartRefused if the database has other migrations than this version's
     */
    static void migrate(Flyway flyway) {
        for (int attempt = 1; ; attempt++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayValidateException e) {
                throw madeByASnapshot();
            } catch (FlywayException e) {
                if (attempt == MIGRATION_ATTEMPTS || !DatabaseFailures.isLockTimeout(e)) {
                    throw e;
                }
                log.warn("A migration waits for a table that others use");
            }
        }
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }

    @Bean
    DatabaseFiles databaseFiles(DataSourceProperties properties) {
        return DatabaseFiles.of(properties.determineUrl());
    }

    /** Every commit is durable, readers run beside one writer, and writers queue instead of failing. */
    static DataSource sqlite(String url) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout(CONNECTION_TIMEOUT_MILLIS);
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false); // each insertion would be followed by a query for its key
        DatabaseFiles files = DatabaseFiles.of(url);
        WriterQueue writers = new WriterQueue(Duration.ofMillis(CONNECTION_TIMEOUT_MILLIS));
        SQLiteDataSource source = new SQLiteDataSource(config) {
            @Override
            public SQLiteConnection getConnection(@Nullable String user, @Nullable String password)
                    throws SQLException {
                files.requireWritable();
                return new QueuedConnection(url, config.toProperties(), writers);
            }
        };
        source.setUrl(url);
        return source;
    }
}
