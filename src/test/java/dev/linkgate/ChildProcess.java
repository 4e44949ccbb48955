package dev.linkgate;

import java.util.List;
import java.util.Objects;

/**
 * A program that a test starts. From the environment of the tests it gets only the variable that says where programs
 * are.
 */
public final class ChildProcess {

    /** Directories, with colons between them. */
    public static final String PATH = Objects.requireNonNullElse(System.getenv("PATH"), "");

    private ChildProcess() {}

    public static ProcessBuilder of(String... command) {
        return of(List.of(command));
    }

    public static ProcessBuilder of(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        return builder;
    }
}
