package dev.linkgate.gateway.app;

import dev.linkgate.ChildProcess;
import dev.linkgate.Ports;
import dev.linkgate.ProjectFiles;
import dev.linkgate.TestDirectories;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway in a separate process, configured by its environment alone, which can be killed. */
public final class GatewayProcess implements AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(GatewayProcess.class);
    /** Java, set up for a short life. */
    static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+ExitOnOutOfMemoryError");

    private static final Path LOGS = ProjectFiles.at("target/gateway-logs");
    /**
     * Only ends a test that hangs: the first process writes a cache of its classes, half a minute of processor time.
     */
    private static final long PATIENCE_SECONDS = 300;

    private static final int SHOWN_CHARACTERS = 4_000;
    private static final String READY = "Started LinkgateApplication";

    private final Process process;
    private final URI url;
    private final Path log;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> output;

    private GatewayProcess(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
        this.output = CompletableFuture.runAsync(
                this::copyOutput, runnable -> Thread.ofVirtual().start(runnable));
    }

    /** Starts the packaged jar; {@link #awaitReady()} waits for the start. */
    static GatewayProcess start(Map<String, String> environment) {
        return start(PackagedGateway.options(), environment);
    }

    /** @param product Java's options that locate the gateway, such as {@link PackagedGateway#options()} */
    public static GatewayProcess start(List<String> product, Map<String, String> environment) {
        return start(List.of(), product, environment);
    }

    /** @param around a command that becomes the gateway's, which is given to it as its last arguments */
    public static GatewayProcess start(List<String> around, List<String> product, Map<String, String> environment) {
        int port = Ports.free();
        List<String> command = new ArrayList<>(around);
        command.addAll(JAVA);
        command.add("-Djava.io.tmpdir=" + TestDirectories.create()); // for what is left behind by one that is killed
        command.addAll(product);
        ProcessBuilder builder = ChildProcess.of(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("SERVER_PORT", String.valueOf(port), "MANAGEMENT_SERVER_PORT", "0"));
        builder.environment().putAll(environment);
        try {
            Path log = Files.createTempFile(Files.createDirectories(LOGS), "gateway-", ".log");
            Process process = builder.start();
            logger.info("Gateway process {} on port {} logs to {}", process.pid(), port, log);
            return new GatewayProcess(process, URI.create("http://127.0.0.1:" + port), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it accepts requests. */
    public GatewayProcess awaitReady() {
        if (!within(ready)) {
            throw new AssertionError("the gateway ended before it was ready:\n" + endOfLog());
        }
        return this;
    }

    /** This path as the process sees it. */
    public Path seen(Path path) {
        return Path.of("/proc/" + process.pid() + "/root" + path);
    }

    public Caller caller(UnaryOperator<Answer> check) {
        return new Caller(url, check, Map.of());
    }

    public int port() {
        return url.getPort();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it at once, without a chance to do anything more. */
    public void kill() {
        process.toHandle().destroyForcibly();
        awaitEnd();
    }

    /** @return the exit status */
    int awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the gateway does not end:\n" + endOfLog());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        within(output);
        return process.exitValue();
    }

    /** All that it has printed, once it has ended. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String endOfLog() {
        String all = log();
        return all.substring(Math.max(0, all.length() - SHOWN_CHARACTERS));
    }

    /** Stops it, as an operator does, and waits for its end. */
    public void stop() {
        // Process.destroy() would also close the pipe that the last lines come through.
        process.toHandle().destroy();
        awaitEnd();
    }

    /** Leaves nothing behind. */
    @Override
    public void close() {
        try {
            stop();
        } finally {
            process.destroyForcibly();
        }
    }

    private void copyOutput() {
        ErrorLines errors = new ErrorLines(log.toString());
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line);
                copy.newLine();
                errors.add(line);
                if (line.contains(READY)) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ready.complete(false);
        }
    }

    private <T extends @Nullable Object> T within(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("waiting for the gateway:\n" + endOfLog(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
