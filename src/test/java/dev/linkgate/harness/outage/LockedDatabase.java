package dev.linkgate.harness.outage;

import dev.linkgate.ChildProcess;
import dev.linkgate.gateway.app.GatewayProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another process has begun to write to SQLite's database, and does not end. */
final class LockedDatabase implements Outage {

    private static final String LOCKED = "locked";

    private final Path directory;
    private @Nullable Process writer;

    LockedDatabase(Path directory) {
        this.directory = directory;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("LINKGATE_DATA_DIR", directory.toString());
    }

    @Override
    public void begin(GatewayProcess gateway) throws IOException {
        Process started = ChildProcess.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockedDatabase.class.getName(),
                        directory.resolve("linkgate.db").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        writer = started;
        String line = started.inputReader().readLine();
        if (!LOCKED.equals(line)) {
            throw new IllegalStateException("the other process did not lock the database: " + line);
        }
    }

    /** @param args the database */
    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + args[0]);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("BEGIN IMMEDIATE");
            System.out.println(LOCKED);
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Override
    public void end(GatewayProcess gateway) {
        close();
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.destroyForcibly().onExit().join();
        }
    }
}
