package dev.linkgate.harness.outage;

import dev.linkgate.ChildProcess;
import dev.linkgate.ProjectFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Runs commands of the system. */
public final class Commands {

    private Commands() {}

    /** @throws IllegalStateException if it fails, with its output */
    public static void run(String... command) throws IOException {
        Outcome outcome = outcome(command);
        if (outcome.status() != 0) {
            throw new IllegalStateException(List.of(command) + ": " + outcome.output());
        }
    }

    /** @throws TestAbortedException if it fails, with its output */
    public static void assume(String what, String... command) throws IOException {
        Outcome outcome;
        try {
            outcome = outcome(command);
        } catch (IOException absent) {
            throw new TestAbortedException("this system lacks a command: " + absent.getMessage());
        }
        if (outcome.status() != 0) {
            throw new TestAbortedException("this system does not let its user " + what + ": " + outcome.output());
        }
    }

    /**
     * Compiles a library of {@code docs/attacks} that is loaded before the C library.
     *
     * @throws TestAbortedException if there is no compiler
     */
    public static Path assumeCompiled(String name, Path directory) throws IOException {
        Path library = directory.resolve(name + ".so");
        String source = ProjectFiles.at("docs/attacks/" + name + ".c").toString();
        assume("compile a library", "gcc", "-shared", "-fPIC", "-o", library.toString(), source);
        return library;
    }

    private record Outcome(int status, String output) {}

    private static Outcome outcome(String... command) throws IOException {
        Process process = ChildProcess.of(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Outcome(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
