package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.kernel.ProductVersion;
import dev.linkgate.kernel.StartRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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
    private static final String HISTORY = "flyway_schema_history";
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
        Set<String> tables = tables(database);
        if (tables.contains(TABLE)) {
            refusal(JdbcClient.create(database)).ifPresent(refused -> {
                throw refused;
            });
        } else if (!tables.isEmpty()) {
            throw new StartRefused(
                    "The database was made by another program, or by a version of Linkgate before 0.4.0, the first one"
                            + " that was published.",
                    "Begin with an empty one: name another linkgate.data-dir or spring.datasource.url, or move the"
                            + " files of this one aside.");
        }
    }

    /**
     * All at one moment, except Flyway's: another replica that starts for the first time makes that one before the
     * others, and the others together.
     */
    private static Set<String> tables(DataSource database) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Connection connection = database.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                names.add(tables.getString("TABLE_NAME"));
            }
        }
        names.remove(HISTORY);
        return names;
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
