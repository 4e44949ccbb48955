package dev.linkgate.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The command line of a team: its commands, and how each of them ends. */
public final class CommandLineClient {

    private static final String API_KEY = "lgk_";
    private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

    /** In the order of the help. */
    private static final List<String> NAMES = List.of(
            "projects",
            "links",
            "endpoints",
            "operations",
            "drift",
            "terraform",
            "audit",
            "key",
            "restore",
            CompletionCommand.NAME);

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
            exitCodeList = {
                "0:done",
                "1:refused or failed",
                "2:wrong usage",
                "3:the time of --wait was up",
                "4:no answer from a gateway",
                "5:not authenticated, or without the role",
                "6:not found",
                "7:in conflict with the state of Atlas or the gateway"
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  linkgate links ls",
                "  linkgate endpoints ensure aws:us-east-1 vpce-0b9c5701325cb15dd --wait 15m",
                "  linkgate audit verify trail.ndjson",
                "  source <(linkgate generate-completion)"
            })
    static final class Linkgate {}

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
        Ending ending = Ending.of(shell, args);
        if (Arrays.stream(args).anyMatch(argument -> argument.contains(API_KEY))) {
            return ending.failed(new CommandFailed(
                    "A key is never an argument, because others can see it: revoke it, and give a new one in LINKGATE_KEY"
                            + " or with --key-file.",
                    ExitCode.USAGE));
        }
        return ending.of(commands(shell, args.length == 0 ? "" : args[0])
                .setParameterExceptionHandler(ending)
                .setExecutionExceptionHandler(ending)
                .execute(args));
    }

    /** Only the command that is asked for, if there is one, because reading its annotations takes most of the start. */
    private static CommandLine commands(Shell shell, String first) {
        CommandLine root = new CommandLine(new Linkgate(), new PlainFactory());
        root.getCommandSpec()
                .version("Linkgate " + version())
                .addOption(OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Show the version")
                        .build());
        boolean isComplete = first.equals(CompletionCommand.NAME);
        boolean isOne = NAMES.contains(first) && !isComplete;
        for (String name : isOne ? List.of(first) : NAMES) {
            CommandLine command = new CommandLine(command(name, shell), new PlainFactory());
            if (isOne || isComplete) {
                command.getCommandSpec().addMethodSubcommands();
            }
            root.addSubcommand(command);
        }
        addHelp(root);
        return root.setOut(shell.out())
                .setErr(shell.err())
                .setExpandAtFiles(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }

    private static Object command(String name, Shell shell) {
        return switch (name) {
            case "projects" -> new ProjectCommands(shell);
            case "links" -> new LinkCommands(shell);
            case "endpoints" -> new EndpointCommands(shell);
            case "operations" -> new OperationCommands(shell);
            case "drift" -> new DriftCommand(shell);
            case "terraform" -> new TerraformCommand(shell);
            case "audit" -> new AuditCommands(shell);
            case "key" -> new KeyCommands(shell);
            case "restore" -> new RestoreCommand(shell);
            case CompletionCommand.NAME -> new CompletionCommand(shell);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help")
                        .build());
        command.getSubcommands().values().forEach(CommandLineClient::addHelp);
    }

    /** Known in a built jar. */
    private static String version() {
        return Optional.ofNullable(CommandLineClient.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
