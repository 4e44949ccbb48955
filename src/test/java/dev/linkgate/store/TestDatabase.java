package dev.linkgate.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The databases that the product runs on; a store's tests run on each. */
public enum TestDatabase {
    SQLITE {
        @Override
        public String newUrl() {
            try {
                Path directory = Files.createTempDirectory("linkgate-test");
                return "jdbc:sqlite:" + directory.resolve("linkgate.db");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        DataSource open(String url) {
            return StoreConfiguration.sqlite(url);
        }
    },
    POSTGRESQL {
        @Override
        public String newUrl() {
            String name = "t" + UUID.randomUUID().toString().replace("-", "");
            JdbcClient.create(Server.RUNNING.getPostgresDatabase())
                    .sql("CREATE DATABASE " + name)
                    .update();
            return Server.RUNNING.getJdbcUrl("postgres", name);
        }

        @Override
        DataSource open(String url) {
            org.postgresql.ds.PGSimpleDataSource source = new org.postgresql.ds.PGSimpleDataSource();
            source.setUrl(url);
            return source;
        }
    };

    /** The URL of a new, empty database. */
    public abstract String newUrl();

    abstract DataSource open(String url);

    /** A new database with all migrations run. */
    public DataSource migrated() {
        return migrated("latest");
    }

    /** @param version of the last migration to run */
    public DataSource migrated(String version) {
        DataSource source = open(newUrl());
        migrate(source, version);
        return source;
    }

    /** Runs the migrations up to this version that were not run yet. */
    public void migrate(DataSource source, String version) {
        Flyway.configure()
                .locations("classpath:db/migration", "classpath:db/" + name().toLowerCase(Locale.ROOT))
                .dataSource(source)
                .target(version)
                .load()
                .migrate();
    }

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
