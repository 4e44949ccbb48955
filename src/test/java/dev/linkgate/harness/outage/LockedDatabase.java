package dev.linkgate.harness.outage;

import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another process, which is this one, has begun to write to SQLite's database, and does not end. */
final class LockedDatabase implements Outage {

    private final Path directory;
    private @Nullable Connection writer;

    LockedDatabase(Path directory) {
        this.directory = directory;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("LINKGATE_DATA_DIR", directory.toString());
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("linkgate.db"));
            writer = connection;
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 60000");
                statement.execute("BEGIN IMMEDIATE");
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void end(GatewayProcess gateway) throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
