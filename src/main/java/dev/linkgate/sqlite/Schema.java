package dev.linkgate.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a database beside those that its own history of migrations says it has.
 *
 * @param version of the newest migration; empty if the database has no history
 * @param isPublished whether a published version of the product has made it
 * @param unknown the scripts that this version of the product does not have
 * @param missing the tables that it should have and has not
 */
public record Schema(String version, boolean isPublished, List<String> unknown, List<String> missing) {

    private static final Pattern SCRIPT = Pattern.compile("V[0-9_]+__\\w+\\.sql");
    private static final Pattern TABLE = Pattern.compile("(?m)^CREATE TABLE (\\w+)");

    /** Reads the tables' names and the history. */
    public static Schema read(Connection connection) throws SQLException {
        Set<String> tables = new LinkedHashSet<>(
                Sqlite.column(connection, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"));
        if (!tables.contains("flyway_schema_history")) {
            return new Schema("", false, List.of(), List.of());
        }
        List<String> unknown = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String script : Sqlite.column(
                connection,
                "SELECT script FROM flyway_schema_history WHERE type = 'SQL' AND success ORDER BY installed_rank")) {
            String text = text(script);
            if (text == null) {
                unknown.add(script);
            } else {
                TABLE.matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .filter(table -> !tables.contains(table))
                        .forEach(missing::add);
            }
        }
        List<String> versions = Sqlite.column(
                connection,
                "SELECT version FROM flyway_schema_history WHERE version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1");
        return new Schema(
                versions.isEmpty() ? "" : versions.getFirst(), tables.contains("oldest_reader"), unknown, missing);
    }

    /** The text of a migration; absent if there is none of this name here. */
    private static @Nullable String text(String script) {
        Matcher name = SCRIPT.matcher(script);
        if (!name.matches()) {
            return null;
        }
        return Stream.of("/db/migration/", "/db/sqlite/")
                .map(place -> read(place + script))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static String read(String resource) {
        try (InputStream file = Schema.class.getResourceAsStream(resource)) {
            return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
