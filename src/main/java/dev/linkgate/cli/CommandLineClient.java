package dev.linkgate.cli;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of a team: its commands, and how each of them ends. */
public final class CommandLineClient {

    private static final String API_KEY = "lgk_";
    private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

    private CommandLineClient() {}

    /** The command without subcommand; it does nothing but show its help. */
    @Command(
            name = "linkgate",
            description = {
                "Adds private endpoints to MongoDB Atlas projects through a gateway, which holds the Atlas key.",
                "",
                "The gateway's address and your team's API key come from LINKGATE_URL and LINKGATE_KEY, or from --url and"
                        + " --key-file. LINKGATE_PROJECT stands for --project.",
                "",
                "Without a command, the jar starts the gateway itself."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:done", "1:refused or failed", "2:wrong usage", "3:the time of --wait was up"},
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate links ls",
                "  linkgate endpoints ensure aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m",
                "  linkgate audit verify trail.ndjson",
                "  source <(linkgate generate-completion)"
            })
    static final class Linkgate {

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this help")
        @SuppressWarnings("UnusedVariable") // picocli shows the help
        private boolean help;

        @Option(
                names = {"-V", "--version"},
                versionHelp = true,
                description = "Show the version")
        @SuppressWarnings("UnusedVariable") // picocli shows the version
        private boolean version;
    }

    /**
     * Makes picocli's objects. Its own factory looks for Groovy first, and so opens all libraries of the jar.
     */
    private static final class PlainFactory implements CommandLine.IFactory {

        @Override
        public <K> K create(Class<K> type) throws Exception {
            return type.isInterface()
                    ? CommandLine.defaultFactory().create(type)
                    : type.getDeclaredConstructor().newInstance();
        }
    }

    /** Whether the arguments are a command, and not the gateway's settings, which begin with dashes. */
    public static boolean accepts(String[] args) {
        return args.length > 0 && (!args[0].startsWith("-") || OPTIONS.contains(args[0]));
    }

    /** @return the exit code */
    public static int run(Shell shell, String... args) {
        if (Arrays.stream(args).anyMatch(argument -> argument.contains(API_KEY))) {
            shell.err()
                    .println("A key is never an argument, because others can see it: revoke it, and give a new one"
                            + " in LINKGATE_KEY or with --key-file.");
            return ExitCode.USAGE;
        }
        return commands(shell, args.length == 0 ? "" : args[0]).execute(args);
    }

    private static CommandLine commands(Shell shell, String first) {
        CommandLine commands = new CommandLine(new Linkgate(), new PlainFactory())
                .addSubcommand(new LinkCommands(shell))
                .addSubcommand(new EndpointCommands(shell))
                .addSubcommand(new OperationCommands(shell))
                .addSubcommand(new AuditCommands(shell))
                .addSubcommand(new CompletionCommand(shell));
        commands.getCommandSpec().version("Linkgate " + version());
        addDetails(commands.getSubcommands(), first);
        return commands.setOut(shell.out())
                .setErr(shell.err())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(CommandLineClient::refuseUsage)
                .setExecutionExceptionHandler(CommandLineClient::fail);
    }

    /** Known in a built jar. */
    private static String version() {
        return Optional.ofNullable(CommandLineClient.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** Reads the annotations of only those commands that the first argument asks for, because that takes most of the start. */
    private static void addDetails(Map<String, CommandLine> groups, String first) {
        groups.forEach((name, group) -> {
            if (first.equals(name) || first.equals(CompletionCommand.NAME)) {
                group.getCommandSpec().addMethodSubcommands();
            }
        });
    }

    private static int refuseUsage(ParameterException refusal, String[] args) {
        CommandLine command = refusal.getCommandLine();
        command.getErr().println(refusal.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(refusal, command.getErr())) {
            command.getErr().println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.USAGE;
    }

    /** An exception that is a bug keeps its stack trace. */
    private static int fail(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof CommandFailed expected) {
            command.getErr().println(expected.text());
            return expected.exitCode();
        }
        if (failure instanceof ParameterException usage) {
            return refuseUsage(usage, new String[0]);
        }
        throw failure;
    }
}
