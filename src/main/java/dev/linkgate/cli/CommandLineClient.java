package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.KeyFile;
import dev.linkgate.cli.client.Request;
import dev.linkgate.cli.client.Text;
import dev.linkgate.cli.client.Time;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The command line of a team: its commands, and how each of them ends. */
public final class CommandLineClient {

    /** A team's key, an administrator's, or an access token. */
    private static final Pattern SECRET = Pattern.compile("lgk_|\\blg[at]_");

    private static final Set<String> OPTIONS = Set.of("-h", "--help", "-V", "--version");

    /** The commands in the order of the help. */
    private static final List<String> NAMES = List.of(
            "projects",
            "links",
            "endpoints",
            "federation",
            "operations",
            "rules",
            "access",
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
        if (Arrays.stream(args).anyMatch(argument -> SECRET.matcher(argument).find())) {
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
            case "federation" -> new FederationCommands(shell);
            case "operations" -> new OperationCommands(shell);
            case "rules" -> new RulesCommand(shell);
            case "access" -> new AccessCommands(shell);
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

    /** The command that makes the shells' completion of all commands. */
    @Command(
            name = CompletionCommand.NAME,
            description = "Writes the completion script for bash and zsh.",
            footerHeading = "%nExample:%n",
            footer = "  source <(linkgate generate-completion)")
    static final class CompletionCommand implements Callable<Integer> {

        static final String NAME = "generate-completion";

        private final Shell shell;

        @Spec
        private @Nullable CommandSpec command;

        CompletionCommand(Shell shell) {
            this.shell = shell;
        }

        @Override
        public Integer call() {
            if (command == null) {
                throw new IllegalStateException("it is not one of the commands");
            }
            CommandSpec all = command.root();
            shell.out().print(AutoComplete.bash(all.name(), all.commandLine()));
            shell.out().flush();
            return ExitCode.DONE;
        }
    }

    /** The command of the projects that the caller may see. */
    @Command(
            name = "projects",
            addMethodSubcommands = false, // CommandLineClient adds them
            description = "Lists the projects that you have a role on.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate projects ls")
    static final class ProjectCommands extends Commands {

        ProjectCommands(Shell shell) {
            super(shell);
        }

        @Command(
                name = "ls",
                description = "Lists the projects, with your role on each.",
                footerHeading = "%nExample:%n",
                footer = "  linkgate projects ls -o json")
        int list(@Mixin GatewayOptions gateway) {
            return list(gateway, Request.get("/projects"), Resource.PROJECT);
        }
    }

    /** The command that writes import blocks for Terraform. */
    @Command(
            name = "terraform",
            description =
                    "Writes Terraform import blocks for all links and endpoints of a project. With -o json they are one"
                            + " string.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate terraform > imports.tf")
    static final class TerraformCommand extends Commands implements Callable<Integer> {

        @Mixin
        private ProjectOption project = new ProjectOption();

        TerraformCommand(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            try (Session session = session(project.gateway(), Deadline.NONE)) {
                Answer answer = session.send(Request.get(project.path(shell) + "/terraform"));
                if (!answer.hasType("text/plain")) {
                    throw answer.foreign();
                }
                printer(project.gateway()).text(answer.body());
                return ExitCode.DONE;
            }
        }
    }

    /** The command that shows what may be attached. */
    @Command(
            name = "rules",
            description = "Shows what may be attached to a project.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate rules -o json")
    static final class RulesCommand extends Commands implements Callable<Integer> {

        @Mixin
        private ProjectOption project = new ProjectOption();

        RulesCommand(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            return show(project.gateway(), Deadline.NONE, project.path(shell) + "/rules", Resource.RULES);
        }
    }

    /** The command that compares Atlas with the audit trail. */
    @Command(
            name = "drift",
            description = {
                "Lists the endpoints that differ from what was done through the gateway.",
                "",
                "unmanaged: at Atlas, and not added here. unknown: at Atlas, and older than the records that the gateway"
                        + " still has. missing: added here, and gone without a removal here. failed: failed, and still at"
                        + " Atlas."
            },
            footerHeading = "%nExample:%n",
            footer = "  linkgate drift -o json | jq '.results[] | select(.kind == \"missing\")'")
    static final class DriftCommand extends Commands implements Callable<Integer> {

        @Mixin
        private ProjectOption project = new ProjectOption();

        DriftCommand(Shell shell) {
            super(shell);
        }

        @Override
        public Integer call() {
            return list(project.gateway(), Request.get(project.path(shell) + "/drift"), Resource.DRIFT);
        }
    }

    /** The commands of the API key that calls. */
    @Command(
            name = "key",
            addMethodSubcommands = false, // CommandLineClient adds them
            description = "Shows and renews the API key that you use.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate key rotate --key-file ~/.linkgate-key")
    static final class KeyCommands extends Commands {

        private static final String ROTATION = "/keys/rotation";
        private static final Resource KEY = new Resource("key", "", null, key -> ResourceState.SETTLED, List.of());

        KeyCommands(Shell shell) {
            super(shell);
        }

        @Command(
                name = "show",
                description = "Shows whose key it is, what it may use, and when it expires.",
                footerHeading = "%nExample:%n",
                footer = "  linkgate key show")
        int show(@Mixin GatewayOptions gateway) {
            return show(gateway, Deadline.NONE, "/keys/current", KEY);
        }

        @Command(
                name = "rotate",
                description = {
                    "Makes a new key with the same rights. The one that you use ends after the overlap.",
                    "",
                    "With --key-file the new key takes the place of the old one in that file, at once; nobody but its owner may"
                            + " read it. Otherwise the new key is printed, this once."
                },
                footerHeading = "%nExamples:%n",
                footer = {
                    "  linkgate key rotate --key-file ~/.linkgate-key",
                    "  LINKGATE_KEY=$(linkgate key rotate -o json | jq -r .key)"
                })
        int rotate(
                @Mixin GatewayOptions gateway,
                @Option(
                                names = "--overlap",
                                paramLabel = "TIME",
                                converter = Overlap.class,
                                description =
                                        "How long the key that you use stays valid: 30m, 24h at most. Default: 1h")
                        @Nullable
                        Duration overlap,
                @Option(
                                names = "--again",
                                description = "Take back a rotation before whose answer was lost, and begin anew")
                        boolean again) {
            ObjectNode body = object();
            if (overlap != null) {
                body.put("overlap", overlap.toString());
            }
            Request rotation = Request.post(ROTATION, body);
            Path file = gateway.keyFile().orElse(null);
            if (file == null) {
                try (Session session = session(gateway, Deadline.NONE)) {
                    Printer printer = printer(gateway);
                    printer.resource(made(session, rotation, again));
                    if (printer.isBroken()) {
                        throw new CommandFailed(
                                "The new key could not be written to standard output, and is nowhere else. To take it back and"
                                        + " get another one: linkgate key rotate --again",
                                ExitCode.FAILED);
                    }
                    return ExitCode.DONE;
                }
            }
            try (Session session = session(gateway, Deadline.NONE);
                    KeyFile replacement = KeyFile.of(file)) {
                printer(gateway).resource(kept(made(session, rotation, again), file, replacement));
                return ExitCode.DONE;
            }
        }

        private static Answer made(Session session, Request rotation, boolean again) {
            if (again) {
                session.send(Request.delete(ROTATION));
            }
            return session.send(rotation);
        }

        /** The answer without its key, which is in the file. */
        private static Answer kept(Answer answer, Path file, KeyFile replacement) {
            ObjectNode made = answer.json();
            String key = made.path("key").asString("");
            if (key.isEmpty()) {
                throw answer.foreign();
            }
            try {
                replacement.replace(key);
            } catch (IOException e) {
                throw new CommandFailed(
                        "Cannot write the file " + file
                                + ". The new key is on standard output, and nowhere else: keep it.",
                        ExitCode.FAILED,
                        answer);
            }
            made.remove("key");
            return answer.withBody(made);
        }

        /** Reads the time that two keys are valid beside each other. */
        static final class Overlap extends Time {

            private static final Duration MAX = Duration.ofHours(24);

            @Override
            public Duration convert(String text) {
                Duration time = super.convert(text);
                if (time.isNegative() || time.compareTo(MAX) > 0) {
                    throw new TypeConversionException("must be from 0s to 24h");
                }
                return time;
            }
        }
    }

    /** The commands of operations, the gateway's long work. */
    @Command(
            name = "operations",
            addMethodSubcommands = false, // CommandLineClient adds them
            description = "Lists, shows, awaits and cancels operations, such as the replacement of an endpoint.",
            footerHeading = "%nExample:%n",
            footer = "  linkgate operations wait op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21")
    static final class OperationCommands extends Commands {

        private static final String CANCELLED = "operation-cancelled";
        private static final Duration USUAL_WAIT = Duration.ofMinutes(15);

        OperationCommands(Shell shell) {
            super(shell);
        }

        @Command(
                name = "ls",
                description = "Lists a project's operations, the newest first.",
                footerHeading = "%nExample:%n",
                footer = "  linkgate operations ls")
        int list(@Mixin ProjectOption project) {
            return list(project.gateway(), Request.get(project.path(shell) + "/operations"), Resource.OPERATION);
        }

        @Command(
                name = "get",
                description = "Shows an operation.",
                footerHeading = "%nExample:%n",
                footer = "  linkgate operations get op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21 -o json")
        int get(
                @Mixin GatewayOptions gateway,
                @Mixin WaitOption wait,
                @Parameters(paramLabel = "OPERATION", description = "The operation's id") String id) {
            return show(gateway, wait.begin(), path(id), Resource.OPERATION);
        }

        @Command(
                name = "wait",
                description = "Waits until an operation has ended, 15 minutes unless --wait says otherwise.",
                footerHeading = "%nExample:%n",
                footer = "  linkgate operations wait op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21 --wait 1h")
        int await(
                @Mixin GatewayOptions gateway,
                @Mixin WaitOption wait,
                @Parameters(paramLabel = "OPERATION", description = "The operation's id") String id) {
            return show(gateway, wait.beginOr(USUAL_WAIT), path(id), Resource.OPERATION);
        }

        @Command(
                name = "cancel",
                description = "Cancels an operation as soon as that leaves nothing half done.",
                footerHeading = "%nExample:%n",
                footer = "  linkgate operations cancel op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21 --wait 15m")
        int cancel(
                @Mixin GatewayOptions gateway,
                @Mixin WaitOption wait,
                @Parameters(paramLabel = "OPERATION", description = "The operation's id") String id) {
            try (Session session = session(gateway, wait.begin())) {
                Answer answer = session.send(Request.delete(path(id)));
                Answer last = session.waits() ? session.settled(answer, path(id), Resource.OPERATION) : answer;
                JsonNode operation = last.json();
                if (ResourceState.ofOperation(operation) != ResourceState.WORKING
                        && !operation.at("/problem/code").asString("").equals(CANCELLED)) {
                    throw new CommandFailed(
                            "The operation ended before it was cancelled: " + Text.of(operation.path("state")) + ".",
                            ExitCode.FAILED,
                            last);
                }
                printer(gateway).resource(last);
                return ExitCode.DONE;
            }
        }

        private static String path(String id) {
            return "/operations/" + Request.encoded(id);
        }
    }
}
