package dev.linkgate.cli;

import dev.linkgate.cli.audit.Broken;
import dev.linkgate.cli.audit.ExportCheck;
import dev.linkgate.cli.audit.HeldCheckpoints;
import dev.linkgate.cli.audit.Inputs;
import dev.linkgate.cli.audit.ReceiptHeader;
import dev.linkgate.cli.audit.Unreadable;
import dev.linkgate.cli.audit.VerifierKeys;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.Request;
import dev.linkgate.cli.client.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The command of a project's audit trail, and those that check exports and receipts. The latter need no gateway.
 */
@Command(
        name = "audit",
        addMethodSubcommands = false, // CommandLineClient adds them
        description = {
            "Lists the records of a project's audit trail, the newest first; or checks exports and receipts of a trail"
                    + " without the gateway that wrote it.",
            "",
            "An export is what 'GET /admin/audit' answers without filters and with 'Accept: application/x-ndjson'. It may"
                    + " be compressed with gzip, and - is standard input. Archives come before the export, the oldest"
                    + " first."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  linkgate audit --request 3a7b0c4e0362778d41836f790098085a",
            "  linkgate audit verify trail.ndjson --checkpoint checkpoints --key keys.txt"
        })
final class AuditCommands extends Commands implements Callable<Integer> {

    private static final String EXIT_CODES = "%nExit codes:%n";

    private interface Check {
        String result() throws Broken, Unreadable;
    }

    /** What is trusted. */
    static final class Anchors {

        @Option(
                names = "--checkpoint",
                paramLabel = "FILE",
                description = "A checkpoint that was kept outside the gateway, or a directory of *.checkpoint files."
                        + " May be repeated")
        private List<Path> checkpoints = List.of();

        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = "The public key of the checkpoints, <name>+<hash>+<base64>, or a file with one a line."
                        + " May be repeated")
        private List<String> keys = List.of();
    }

    @Mixin
    private ProjectOption project = new ProjectOption();

    @Option(
            names = "--request",
            paramLabel = "ID",
            description = "Only the records of this request, the X-Request-Id of its answer, or of this operation")
    private @Nullable String request;

    @Option(names = "--action", paramLabel = "ACTION", description = "Only these, such as endpoint.add")
    private @Nullable String action;

    @Option(names = "--limit", paramLabel = "COUNT", description = "The most records to show. Default: 100")
    private int limit = 100;

    private final Inputs inputs;

    AuditCommands(Shell shell) {
        super(shell);
        inputs = new Inputs(shell.in());
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new CommandFailed("--limit must be at least 1.", ExitCode.USAGE);
        }
        Request records = Request.get(project.path(shell) + "/audit")
                .withIfGiven("requestId", request)
                .withIfGiven("action", action)
                .with("limit", String.valueOf(Math.min(limit, PAGE_SIZE)));
        return list(project.gateway(), records, Resource.RECORD, limit);
    }

    @Command(
            name = "verify",
            description = {
                "Checks every record of an export, their chain, and whether the checkpoints are of the same records.",
                "",
                "Without checkpoints that were kept outside the gateway, nobody can see that the last records are"
                        + " missing, or that all were written anew: such records are 'consistent', not 'valid'."
            },
            exitCodeListHeading = EXIT_CODES,
            exitCodeList = {
                "0:valid, or consistent",
                "1:broken, incomplete, or rolled back",
                "2:wrong usage, or something that cannot be read"
            },
            footerHeading = "%nExample:%n",
            footer = "  linkgate audit verify trail.ndjson --checkpoint checkpoints --key keys.txt")
    int verify(
            @Mixin Anchors anchors,
            @Parameters(paramLabel = "EXPORT", arity = "1..*", description = "The export, or archives before it")
                    List<String> exports) {
        return end(() -> {
            if (anchors.checkpoints.isEmpty() != anchors.keys.isEmpty()) {
                throw new CommandFailed("--checkpoint and --key need each other.", ExitCode.USAGE);
            }
            VerifierKeys keys = VerifierKeys.of(anchors.keys, inputs);
            return ExportCheck.verify(exports, HeldCheckpoints.read(anchors.checkpoints, keys, inputs), inputs);
        });
    }

    @Command(
            name = "receipt",
            description = "Finds the record of a receipt, the value of the header Audit-Receipt, in an export.",
            exitCodeListHeading = EXIT_CODES,
            exitCodeList = {"0:valid", "1:broken", "2:wrong usage, or something that cannot be read"},
            footerHeading = "%nExample:%n",
            footer = "  linkgate audit receipt 42:3e8c…1d trail.ndjson")
    int receipt(
            @Parameters(paramLabel = "SEQUENCE:HASH", description = "The receipt") String receipt,
            @Parameters(paramLabel = "EXPORT", arity = "1..*", description = "The export, or archives before it")
                    List<String> exports) {
        return end(() -> Text.json(ReceiptHeader.of(receipt).find(exports, inputs)));
    }

    /** A break is the command's result, so it is written as that. */
    private int end(Check check) {
        try {
            new Printer(shell.out(), false).line(check.result());
            return ExitCode.DONE;
        } catch (Broken e) {
            new Printer(shell.out(), false).line(String.valueOf(e.getMessage()));
            return ExitCode.FAILED;
        } catch (Unreadable e) {
            throw new CommandFailed(Text.plain(String.valueOf(e.getMessage())), ExitCode.USAGE);
        }
    }
}
