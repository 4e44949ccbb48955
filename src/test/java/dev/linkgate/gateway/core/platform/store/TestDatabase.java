package dev.linkgate.gateway.core.platform.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.linkgate.TestDirectories;
import dev.linkgate.kernel.ProductVersion;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The databases that the product runs on; a store's tests run on each. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String newUrl() {
            return "jdbc:sqlite:" + TestDirectories.create().resolve("linkgate.db");
        }

        @Override
        public DataSource open(String url) {
            return StoreConfiguration.sqlite(url);
        }

        @Override
        String anyOrder() {
            return "PRAGMA defer_foreign_keys = ON";
        }

        @Override
        String copyOf(String url) {
            String copy = newUrl();
            try {
                Files.copy(file(url), file(copy));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return copy;
        }

        private static Path file(String url) {
            return Path.of(url.substring(StoreConfiguration.SQLITE.length()));
        }
    },
    POSTGRESQL {
        @Override
        public String newUrl() {
            return create("template1");
        }

        @Override
        public DataSource open(String url) {
            org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
            source.setUrl(url);
            return source;
        }

        @Override
        String anyOrder() {
            return "SET LOCAL session_replication_role = replica";
        }

        @Override
        String copyOf(String url) {
            return create(URI.create(url.substring("jdbc:".length())).getPath().substring(1));
        }

        // Creates a database by a copy of the files, which is quicker than one through the log.
        private static String create(String template) {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            JdbcClient.create(Server.RUNNING.getPostgresDatabase())
                    .sql("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY")
                    .update();
            return Server.RUNNING.getJdbcUrl("postgres", name);
        }
    };

    private static final int CONNECTIONS = 20;
    private static final long IDLE_MILLIS = 10_000;
    private static final ScheduledExecutorService HOUSEKEEPER = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("test-pools").daemon().factory());

    private final Map<Class<?>, KeptDatabase> kept = new ConcurrentHashMap<>();

    /** The URL of the database that the migrations have run on, once one was needed. */
    private @Nullable String original;

    /**
     * The one for tests that show what is the same on both: SQLite, unless {@code -Dtest.database=postgresql}. So a
     * second run shows it on the other one.
     */
    public static TestDatabase usual() {
        return valueOf(System.getProperty("test.database", SQLITE.name()).toUpperCase(Locale.ROOT));
    }

    /** The URL of a new, empty database. */
    public abstract String newUrl();

    public abstract DataSource open(String url);

    /** Lets a transaction delete and insert rows in any order. */
    abstract String anyOrder();

    /** The URL of a copy of a database without connections. */
    abstract String copyOf(String url);

    /** A new database with all migrations run. Its pool is not closed; connections that are not used end. */
    public DataSource migrated() {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(unpooled());
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setIdleTimeout(IDLE_MILLIS);
        pool.setConnectionTimeout(0); // as long as a busy machine takes
        pool.setScheduledExecutor(HOUSEKEEPER);
        return new HikariDataSource(pool);
    }

    /**
     * A migrated database as new, the same one for all tests of a class: they run one after the other, and PostgreSQL
     * takes longer to make one than most tests take. The tables must be as the migrations have made them.
     */
    public DataSource asNew(Class<?> test) {
        return kept.computeIfAbsent(test, unused -> new KeptDatabase(migrated(), anyOrder()))
                .asNew();
    }

    /** A new database with all migrations run, with a connection of its own for each that is asked for. */
    public DataSource unpooled() {
        return open(migratedUrl());
    }

    /** The connections of a replica, as the gateway has them. */
    public static HikariDataSource pool(String url) {
        DataSourceProperties properties = new DataSourceProperties();
        properties.setUrl(url);
        return new StoreConfiguration()
                .dataSource(properties, new DataDirectory(Path.of(".")), new BrokenTransactions());
    }

    /** The URL of a new database with all migrations run: a copy, because they would take most of a test. */
    public synchronized String migratedUrl() {
        if (original == null) {
            String url = newUrl();
            migrations(open(url)).load().migrate();
            original = url;
        }
        return copyOf(original);
    }

    /** The product's own migrations for a database of this kind. */
    public FluentConfiguration migrations(DataSource database) {
        return Flyway.configure()
                .locations("classpath:db/migration", "classpath:db/" + name().toLowerCase(Locale.ROOT))
                .dataSource(database);
    }

    /** The check of a version. */
    public static OldestReader readBy(String version) {
        return new OldestReader(new ProductVersion(version));
    }

    /** A PostgreSQL with no language or time zone of the user who runs the tests. */
    public static EmbeddedPostgres.Builder server() {
        return EmbeddedPostgres.builder().setLocaleConfig("locale", "C").setServerConfig("timezone", "UTC");
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                // No test takes the power away, or lives long enough for a vacuum.
                return server().setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .setServerConfig("autovacuum", "off")
                        .setServerConfig("max_connections", "300")
                        .setServerConfig("track_commit_timestamp", "on")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
