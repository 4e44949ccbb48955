package dev.linkgate;

import dev.linkgate.cli.CommandLineClient;
import dev.linkgate.cli.Shell;
import dev.linkgate.gateway.LinkgateApplication;
import dev.linkgate.gateway.ResealCommand;

/**
 * The jar's entry point: the team's command line, or the gateway. It loads only the classes of the one it starts.
 *
 * <p>It alone is compiled for Java 17, the oldest one that gets so far, to say that the rest needs another one.
 */
public final class Main {

    private static final int OLDEST_JAVA = 21;

    private Main() {}

    public static void main(String[] args) {
        if (Runtime.version().feature() < OLDEST_JAVA) {
            System.err.println("Linkgate needs Java " + OLDEST_JAVA + " or newer, and this is Java "
                    + Runtime.version().feature() + " (" + System.getProperty("java.home")
                    + "). Java 25 is recommended.");
            System.exit(1);
        }
        if (CommandLineClient.accepts(args)) {
            // What a command has to say it says itself; the log's own defaults would write to standard output.
            System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
            System.setProperty("slf4j.internal.verbosity", "ERROR");
            System.exit(CommandLineClient.run(Shell.ofProcess(), args));
        } else if (args.length > 0 && args[0].equals(ResealCommand.NAME)) {
            ResealCommand.main(args);
        } else {
            LinkgateApplication.main(args);
        }
    }
}
