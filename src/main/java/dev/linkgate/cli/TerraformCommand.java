package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.Deadline;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command that writes import blocks for Terraform. */
@Command(
        name = "terraform",
        description =
                "Writes Terraform import blocks for all links and endpoints of a project. With -o json they are one"
                        + " string.",
        footerHeading = "%nExample:%n",
        footer = "  linkgate terraform > imports.tf")
final class TerraformCommand extends Commands implements Callable<Integer> {

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
