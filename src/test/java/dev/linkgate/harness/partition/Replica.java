package dev.linkgate.harness.partition;

import dev.linkgate.gateway.app.Caller;
import dev.linkgate.gateway.app.GatewayProcess;
import dev.linkgate.harness.HarnessGateway;
import dev.linkgate.harness.outage.Commands;
import dev.linkgate.wire.Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A replica with its own wire to the database and its own clock. */
final class Replica implements AutoCloseable {

    private final Relay wire;
    private final Path clock;
    private final GatewayProcess process;

    /**
     * @param databaseUrl a PostgreSQL's
     * @param clockLibrary {@code docs/attacks/moved-clock.c}, compiled
     */
    Replica(List<String> product, String atlasUrl, String databaseUrl, Path directory, Path clockLibrary)
            throws IOException {
        URI database = URI.create(databaseUrl.substring("jdbc:".length()));
        this.wire = new Relay(database.getPort());
        this.clock = Files.createDirectories(directory).resolve("clock");
        moveClock(Duration.ZERO);
        Map<String, String> settings = Map.of(
                "LINKGATE_DATA_DIR", directory.resolve("data").toString(),
                "SPRING_DATASOURCE_URL", databaseUrl.replace(database.getAuthority(), "127.0.0.1:" + wire.port()),
                "LINKGATE_READS_MAX_AGE", "0",
                "LOGGING_LEVEL_DEV_LINKGATE_REQUESTS", "OFF",
                "LD_PRELOAD", clockLibrary.toString(),
                "MOVED_CLOCK", clock.toString());
        this.process = GatewayProcess.start(product, HarnessGateway.environment(atlasUrl, settings));
    }

    void awaitReady() {
        process.awaitReady();
    }

    Caller caller() {
        return process.caller(answer -> answer);
    }

    Relay wire() {
        return wire;
    }

    /** @param ahead by how much it is; negative if it is behind */
    void moveClock(Duration ahead) throws IOException {
        byte[] seconds = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(ahead.toSeconds())
                .array();
        Files.write(clock, seconds, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    void stop() throws IOException {
        Commands.run("kill", "-STOP", String.valueOf(process.pid()));
    }

    void goOn() throws IOException {
        Commands.run("kill", "-CONT", String.valueOf(process.pid()));
    }

    /** Its machine is gone, without a word to the database. */
    void vanish() {
        wire.become(Relay.State.SILENT);
        process.kill();
    }

    @Override
    public void close() throws IOException {
        process.kill();
        wire.close();
    }
}
