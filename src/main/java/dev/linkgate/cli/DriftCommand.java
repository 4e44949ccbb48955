package dev.linkgate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
final class DriftCommand extends Commands implements Callable<Integer> {

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
