package dev.linkgate.cli;

import picocli.CommandLine.Option;

/** The option of every command that shows how it is used. */
final class HelpOption {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    @SuppressWarnings("UnusedVariable") // picocli shows the help
    private boolean help;
}
