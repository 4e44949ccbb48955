package dev.linkgate.cli;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands of operations, the gateway's long work. */
@Command(
        name = "operations",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Shows and awaits operations, such as the replacement of an endpoint.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate operations wait op_5f0c9e3b7a1d42868c4e0b9a3d7f6e21")
final class OperationCommands extends Commands {

    private static final Duration USUAL_WAIT = Duration.ofMinutes(15);

    OperationCommands(Shell shell) {
        super(shell);
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

    private static String path(String id) {
        return "/operations/" + Request.encoded(id);
    }
}
