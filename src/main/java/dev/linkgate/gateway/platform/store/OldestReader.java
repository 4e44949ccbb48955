package dev.linkgate.gateway.platform.store;

import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.StartRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The oldest version that may use the database, as the database says itself: so no version that does not know a right
 * or a rule of a newer one overlooks it. The table {@code oldest_reader} has it.
 */
@Component
public class OldestReader {

    private static final String TABLE = "oldest_reader";
    private static final String VERSION = "SELECT version FROM oldest_reader";

    private final ProductVersion own;

    OldestReader(ProductVersion own) {
        this.own = own;
    }

    /**
     * Looks at a database before anything in it is changed. An empty one may be used.
     *
     * @throws StartRefused if a newer version keeps this one out, or no published version has made the database
     */
    void require(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (has(connection, TABLE)) {
                refusal(JdbcClient.create(database)).ifPresent(refused -> {
                    throw refused;
                });
            } else if (has(connection, "%")) {
                throw new StartRefused(
                        "The database was made by another program, or by a version of Linkgate before 0.4.0, the first one"
                                + " that was published.",
                        "Begin with an empty one: name another linkgate.data-dir or spring.datasource.url, or move the"
                                + " files of this one aside.");
            }
        }
    }

    private static boolean has(Connection connection, String pattern) throws SQLException {
        try (ResultSet tables = connection
                .getMetaData()
                .getTables(connection.getCatalog(), connection.getSchema(), pattern, new String[] {"TABLE"})) {
            return tables.next();
        }
    }

    /** Why this version may not use the database any more; empty if it may. */
    public Optional<StartRefused> refusal(JdbcClient database) {
        return database.sql(VERSION)
                .query(String.class)
                .optional()
                .map(ProductVersion::new)
                .filter(own::isOlderThan)
                .map(oldest -> new StartRefused(
                        "The database needs Linkgate " + oldest.value()
                                + " or newer, because it has what this version, " + own.value() + ", does not know.",
                        "Start such a version, or put a backup of before its start back (docs/restore.md)."));
    }
}
