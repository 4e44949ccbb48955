package dev.linkgate;

import dev.linkgate.cli.CommandLineClient;
import dev.linkgate.cli.Shell;
import dev.linkgate.gateway.LinkgateApplication;

/** The jar's entry point: the team's command line, or the gateway. It loads only the classes of the one it starts. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        if (CommandLineClient.accepts(args)) {
            // What a command has to say it says itself; the log's own defaults would write to standard output.
            System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
            System.setProperty("slf4j.internal.verbosity", "ERROR");
            System.exit(CommandLineClient.run(Shell.ofProcess(), args));
        } else {
            LinkgateApplication.main(args);
        }
    }
}
