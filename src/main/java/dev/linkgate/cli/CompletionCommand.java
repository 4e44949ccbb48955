package dev.linkgate.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command that makes the shells' completion of all commands. */
@Command(
        name = CompletionCommand.NAME,
        description = "Writes the completion script for bash and zsh.",
        footerHeading = "%nExample:%n",
        footer = "  source <(linkgate generate-completion)")
final class CompletionCommand implements Callable<Integer> {

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
