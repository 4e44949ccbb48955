package dev.linkgate;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Prints each failure with the last output and log lines since the test began, of all threads, and with the last errors
 * of programs that tests have started. It goes to the process's own output, past Surefire, which sends all else to
 * files. JUnit finds this extension by itself.
 */
public final class FailureOutput implements BeforeAllCallback, TestInstancePreConstructCallback, TestWatcher {

    private static final Pattern BELOW =
            Pattern.compile("^\\s+at (org\\.junit\\.|org\\.apache\\.maven\\.|java\\.base/jdk\\.internal\\.)");
    private static final PrintStream CONSOLE = new PrintStream(new FileOutputStream(FileDescriptor.out));
    private static final ProgramErrors PROGRAMS = new ProgramErrors();

    /**
     * Notes an error of a program that logs to a file of its own.
     *
     * @param log where the rest is
     * @param lines of its log about this error; some may be added later
     */
    public static void programFailed(String log, List<String> lines) {
        PROGRAMS.add(log, lines);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Printed.begin();
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext instance, ExtensionContext context) {
        store(context).put(Printed.class, Printed.position());
        store(context).put(ProgramErrors.class, PROGRAMS.count());
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        CONSOLE.printf(
                "%n%s of %s failed:%n%s%nThe last that was printed since it began:%n%s%n%s",
                context.getDisplayName(),
                context.getRequiredTestClass().getName(),
                trace(cause),
                Printed.since(began(context, Printed.class)),
                PROGRAMS.since(began(context, ProgramErrors.class)));
        CONSOLE.flush();
    }

    /** The stack trace without the frames below the test. */
    private static String trace(@Nullable Throwable cause) {
        StringWriter trace = new StringWriter();
        if (cause != null) {
            cause.printStackTrace(new PrintWriter(trace, true));
        }
        return trace.toString()
                .lines()
                .filter(line -> !BELOW.matcher(line).find())
                .collect(Collectors.joining("\n"));
    }

    private static long began(ExtensionContext context, Class<?> of) {
        return store(context).getOrDefault(of, Long.class, 0L);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(Namespace.create(FailureOutput.class));
    }
}
