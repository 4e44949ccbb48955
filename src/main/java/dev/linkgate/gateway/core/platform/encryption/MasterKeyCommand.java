package dev.linkgate.gateway.core.platform.encryption;

import dev.linkgate.kernel.Secret;
import dev.linkgate.kernel.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that prints the master keys, such as the client of a secret store, so that they need neither a file nor a
 * variable. It is run once, at the start, without a shell.
 *
 * @param command the program and its arguments
 * @param patience the longest time it may take
 */
record MasterKeyCommand(List<String> command, Duration patience) {

    static final String PROPERTY = "linkgate.master-key-command";
    private static final int MAX_BYTES = 4_096;

    /** @throws StartRefused if it does not print a key in time; the message contains nothing that it printed */
    Secret run() {
        Process process = start();
        CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(
                () -> firstBytesOf(process), task -> Thread.ofVirtual().start(task));
        try {
            byte[] printed = output.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw refused("did not end within " + patience.toSeconds() + " s");
            }
            if (process.exitValue() != 0) {
                throw refused("ended with the status " + process.exitValue());
            }
            String text = new String(printed, StandardCharsets.UTF_8).strip();
            if (text.isEmpty()) {
                throw refused("printed nothing");
            }
            return Secret.of(text);
        } catch (TimeoutException e) {
            throw refused("did not end within " + patience.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw refused("could not be read from");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("was interrupted");
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start() {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw refused("cannot be run");
        }
    }

    private static byte[] firstBytesOf(Process process) {
        try {
            return process.getInputStream().readNBytes(MAX_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StartRefused refused(String problem) {
        return new StartRefused(
                "The program of " + PROPERTY + ", " + command.getFirst() + ", " + problem + ".",
                "It must print the master key as linkgate.master-key has it, and end with the status 0. Separate its"
                        + " arguments with commas.");
    }
}
