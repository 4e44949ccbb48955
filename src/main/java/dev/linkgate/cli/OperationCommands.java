package dev.linkgate.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The commands of operations, the gateway's long work. */
@Command(
        name = "operations",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Lists, shows, awaits and cancels operations, such as the replacement of an endpoint.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate operations wait op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21")
final class OperationCommands extends Commands {

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
            if (State.ofOperation(operation) != State.WORKING
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
