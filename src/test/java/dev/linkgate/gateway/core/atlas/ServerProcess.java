package dev.linkgate.gateway.core.atlas;

import dev.linkgate.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server that a test started and ends. */
record ServerProcess(Process process, URI uri) implements AutoCloseable {

    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final long CLOSING_SECONDS = 10;

    /** @throws IllegalStateException with the server's output, if it does not listen in time */
    static ServerProcess start(List<String> command, int port, Path output) throws IOException, InterruptedException {
        Process process = ChildProcess.of(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        ServerProcess server = new ServerProcess(process, URI.create("http://127.0.0.1:" + port));
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!listens(port)) {
            boolean ended = process.waitFor(20, TimeUnit.MILLISECONDS);
            if (ended || System.nanoTime() > deadline) {
                server.close();
                throw new IllegalStateException(command + " does not listen: " + Files.readString(output));
            }
        }
        return server;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it and the processes that it started. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
