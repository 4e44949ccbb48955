package dev.linkgate.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * What surrounds a command.
 *
 * @param environment the environment's variables
 * @param in standard input
 * @param out for results
 * @param err for problems and progress
 * @param errIsTerminal whether a person sees {@code err}
 */
public record Shell(
        Map<String, String> environment, InputStream in, Output out, PrintWriter err, BooleanSupplier errIsTerminal) {

    /** The surroundings of this process. */
    public static Shell ofProcess() {
        return new Shell(
                System.getenv(),
                System.in,
                new Output(new FileOutputStream(FileDescriptor.out), System.out.charset()),
                new PrintWriter(System.err, true, System.err.charset()),
                Shell::isStandardErrorTerminal);
    }

    /**
     * Asks POSIX's {@code test}, because Java cannot tell it of standard error. Where there is none, it is no terminal.
     */
    private static boolean isStandardErrorTerminal() {
        try {
            return new ProcessBuilder("test", "-t", "2").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
