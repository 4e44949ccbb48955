package dev.linkgate.cli;

import dev.linkgate.cli.client.Answer;
import dev.linkgate.cli.client.CommandFailed;
import dev.linkgate.cli.client.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How a command ends that does not do what it was asked for: the reason goes to standard error. If JSON was asked for,
 * standard output has JSON all the same: the gateway's problem, the last state, or a problem of the command line's own.
 *
 * @param json whether JSON was asked for, also where the other arguments cannot be understood
 */
record Ending(Shell shell, boolean json)
        implements CommandLine.IParameterExceptionHandler, CommandLine.IExecutionExceptionHandler {

    static Ending of(Shell shell, String... args) {
        return new Ending(shell, GatewayOptions.askForJson(args));
    }

    /**
     * The end of a command with an exit code: it is not done if its result could not be written, such as on a full
     * disk. A reader that has closed the output, such as {@code head}, has read enough.
     *
     * @return the exit code
     */
    int of(int exitCode) {
        boolean lost = exitCode == ExitCode.DONE
                && shell.out().checkError()
                && !shell.out().isUnread();
        return lost
                ? failed(new CommandFailed(
                        "Not all of the result could be written to standard output: it was closed, or there is no space.",
                        ExitCode.FAILED))
                : exitCode;
    }

    int failed(CommandFailed failure) {
        Answer last = failure.last();
        Printer printer = new Printer(shell.out(), json);
        if (json) {
            printer.document(last == null ? own(failure) : last.body());
        } else if (last != null && last.isSuccess() && !last.json().has("results")) { // an awaited list is empty
            printer.resource(last);
        }
        shell.err().println(failure.text());
        return failure.exitCode();
    }

    @Override
    public int handleParseException(ParameterException refusal, String[] args) {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        lines.println(refusal.getMessage());
        CommandLine command = refusal.getCommandLine();
        if (!UnmatchedArgumentException.printSuggestions(refusal, lines)) {
            lines.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return failed(new CommandFailed(text.toString().strip(), ExitCode.USAGE));
    }

    /** @throws Exception if it is a bug, so that it keeps its stack trace */
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (failure instanceof CommandFailed expected) {
            return failed(expected);
        }
        if (failure instanceof ParameterException usage) {
            return handleParseException(usage, new String[0]);
        }
        if (json) {
            new Printer(shell.out(), true)
                    .document(own(new CommandFailed("The command line has a fault.", ExitCode.FAILED)));
        }
        throw failure;
    }

    /** A failure without an answer as a problem (RFC 9457). */
    private static String own(CommandFailed failure) {
        return switch (failure.exitCode()) {
            case ExitCode.USAGE -> problem("usage", "Wrong usage", failure);
            case ExitCode.NO_ANSWER -> problem("no-answer", "No answer", failure);
            default -> problem("failed", "Failed", failure);
        };
    }

    private static String problem(String code, String title, CommandFailed failure) {
        return Commands.object()
                .put("title", title)
                .put("detail", failure.text())
                .put("code", code)
                .toString();
    }
}
