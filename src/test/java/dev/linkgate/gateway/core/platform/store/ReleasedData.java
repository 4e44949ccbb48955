package dev.linkgate.gateway.core.platform.store;

import dev.linkgate.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationInfo;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The rows that a release has stored, as statements for both databases in {@code src/test/resources/released}. Comments
 * in the file have the checksums of the release's migrations, and what a test needs besides.
 */
public final class ReleasedData {

    /** What belongs to a running process, not to what a release must keep. */
    private static final Set<String> PASSING = Set.of("flyway_schema_history", "replica", "scheduled_tasks");

    private static final String COMMENT = "-- ";

    private final Path file;
    private final Map<String, String> comments;

    private ReleasedData(Path file, Map<String, String> comments) {
        this.file = file;
        this.comments = comments;
    }

    private static Path file(String version) {
        return ProjectFiles.at("src/test/resources/released/" + version + ".sql");
    }

    /** Reads what {@link #write} has written. */
    public static ReleasedData of(String version) throws IOException {
        Map<String, String> comments = new HashMap<>();
        for (String line : Files.readAllLines(file(version))) {
            if (line.startsWith(COMMENT)) {
                int middle = line.lastIndexOf('=');
                comments.put(line.substring(COMMENT.length(), middle), line.substring(middle + 1));
            }
        }
        return new ReleasedData(file(version), comments);
    }

    /**
     * Keeps the rows of a SQLite database. Run it before a version is tagged.
     *
     * @param comments are written into the file, for {@link #comment}; no value has an equals sign
     */
    public static void write(String version, DataSource sqlite, Map<String, String> comments)
            throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        comments.forEach((name, value) -> lines.add(COMMENT + name + "=" + value));
        for (TestDatabase kind : TestDatabase.values()) {
            checksums(kind).forEach((script, checksum) -> lines.add(COMMENT + kind + " " + script + "=" + checksum));
        }
        try (Connection connection = sqlite.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String table : tables(statement)) {
                lines.add("DELETE FROM " + table + ";");
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
                    while (rows.next()) {
                        lines.add(insertion(table, rows));
                    }
                }
            }
        }
        Files.createDirectories(file(version).getParent());
        Files.write(file(version), lines);
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet tables =
                statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")) {
            while (tables.next()) {
                names.add(tables.getString(1));
            }
        }
        names.removeAll(PASSING);
        return names;
    }

    private static String insertion(String table, ResultSet row) throws SQLException {
        ResultSetMetaData columns = row.getMetaData();
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(columns.getColumnName(i));
            values.add(
                    columns.getColumnTypeName(i).equals("BOOLEAN")
                            ? String.valueOf(row.getBoolean(i))
                            : literal(row.getObject(i)));
        }
        return "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + String.join(", ", values)
                + ");";
    }

    private static String literal(@Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Number number -> number.toString();
            case String text -> "'" + text.replace("'", "''") + "'";
            default -> throw new IllegalArgumentException("No literal for " + value);
        };
    }

    /** By script; the migrations of a release never change. */
    private static Map<String, String> checksums(TestDatabase kind) {
        return Arrays.stream(
                        kind.migrations(kind.open(kind.newUrl())).load().info().all())
                .collect(Collectors.toMap(
                        MigrationInfo::getScript, migration -> String.valueOf(migration.getChecksum())));
    }

    /** What {@link #write} was told under a name. */
    public String comment(String name) {
        String value = comments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("The file has no " + name);
        }
        return value;
    }

    /** The scripts of the release's migrations that are not as they were, or gone. */
    public List<String> changedMigrations(TestDatabase kind) {
        Map<String, String> now = checksums(kind);
        String prefix = kind + " ";
        return comments.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .filter(name -> !comments.get(name).equals(now.get(name.substring(prefix.length()))))
                .toList();
    }

    /** The URL of a new database as the release has left it, with the schema of that version. */
    public String restore(TestDatabase kind, String schema) throws SQLException {
        String url = kind.newUrl();
        DataSource database = kind.open(url);
        kind.migrations(database).target(schema + "?").load().migrate();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(kind.anyOrder());
            ScriptUtils.executeSqlScript(connection, new FileSystemResource(file));
            connection.commit();
        }
        return url;
    }
}
