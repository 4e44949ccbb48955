package dev.linkgate.cli;

import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.Request;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that changes something at Atlas. */
final class WriteOption {

    private static final Pattern REFERENCE = Pattern.compile("[!-~](?:[ -~]{0,126}[!-~])?");

    @Option(names = "--dry-run", description = "Show what would be sent to Atlas, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--reference",
            paramLabel = "TEXT",
            description = "What the change belongs to, such as a ticket. The project's rules may ask for it")
    private @Nullable String reference;

    boolean dryRun() {
        return dryRun;
    }

    /** @throws CommandFailed if no header could have the reference */
    Request of(Request write) {
        if (reference != null && !REFERENCE.matcher(reference).matches()) {
            throw new CommandFailed("--reference must have 1 to 128 visible ASCII characters.", ExitCode.USAGE);
        }
        return write.referringTo(reference);
    }
}
