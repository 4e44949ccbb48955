package dev.linkgate.cli;

import dev.linkgate.cli.client.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command of the projects that the caller may see. */
@Command(
        name = "projects",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = "Lists the projects that you have a role on.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate projects ls")
final class ProjectCommands extends Commands {

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
