package dev.linkgate.cli;

import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.ExitCode;
import dev.linkgate.cli.client.Text;
import dev.linkgate.cli.restore.Restore;
import dev.linkgate.cli.restore.RestoreFailed;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that puts a backup of the embedded database back. It needs no gateway, and none may run. */
@Command(
        name = "restore",
        description = {
            "Puts a backup of the embedded database (SQLite) back while the gateway is stopped: checks it, says what returns"
                    + " with it and what is lost, keeps what was there aside, and puts the backup in its place.",
            "",
            "If it is interrupted, nothing is lost: run it again. docs/restore.md has all steps, also for PostgreSQL."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the backup is broken, newer than the database or another gateway's, or a step failed",
            "2:wrong usage, the gateway runs, or something that cannot be read or compared"
        },
        footerHeading = "%nExample:%n",
        footer = "  linkgate restore --dry-run /backup/linkgate.db")
final class RestoreCommand implements Callable<Integer> {

    private static final String DATA_DIR = "LINKGATE_DATA_DIR";
    private static final String URL = "SPRING_DATASOURCE_URL";
    private static final String DATABASE = "linkgate.db";

    private final Shell shell;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The gateway's data directory. Default: LINKGATE_DATA_DIR, or ./data")
    private @Nullable Path directory;

    @Option(names = "--dry-run", description = "Check and compare only, and change nothing")
    private boolean dryRun;

    @Option(
            names = "--without-comparison",
            description = "Go on if there is no database to compare the backup with, or none that can be read."
                    + " One that can be read is compared all the same")
    private boolean withoutComparison;

    @Parameters(paramLabel = "BACKUP", description = "The file of the backup")
    private Path backup = Path.of("");

    RestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (shell.environment().containsKey(URL)) {
            throw new CommandFailed(
                    URL + " is set, so the gateway's database is not " + DATABASE
                            + " in its data directory. docs/restore.md says how PostgreSQL is restored.",
                    ExitCode.USAGE);
        }
        Path data = directory != null ? directory : Path.of(shell.environment().getOrDefault(DATA_DIR, "./data"));
        try {
            Printer printer = new Printer(shell.out(), false);
            new Restore(backup, data.resolve(DATABASE), Instant.now(), withoutComparison)
                    .run(dryRun)
                    .forEach(printer::line);
            return ExitCode.DONE;
        } catch (RestoreFailed e) {
            throw new CommandFailed(
                    Text.lines(String.valueOf(e.getMessage())), e.isBroken() ? ExitCode.FAILED : ExitCode.USAGE);
        }
    }
}
