package dev.linkgate.gateway.app;

import dev.linkgate.FailureOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the errors in a gateway's log, so that they are shown with a test that fails. */
final class ErrorLines {

    /** The first line of an entry of the log. */
    private static final Pattern ENTRY = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+ +(?<level>[A-Z]+) .*");

    /** The frames of a stack trace that are not the product's own. */
    private static final Pattern FOREIGN = Pattern.compile("^\\s+(at (?!dev\\.linkgate\\.)|\\.\\.\\. ).*");

    private static final int LONGEST = 30;

    private final String log;

    /** The error under way; empty if the last entry was none. */
    private List<String> error = List.of();

    /** @param log its name */
    ErrorLines(String log) {
        this.log = log;
    }

    /** The next line of the log. */
    void add(String line) {
        if (error.isEmpty() && !line.contains("ERROR")) {
            return; // nearly all lines, of which a test of everything at TRACE makes a million
        }
        Matcher entry = ENTRY.matcher(line);
        if (entry.matches()) {
            error = List.of();
            if (entry.group("level").equals("ERROR")) {
                error = new CopyOnWriteArrayList<>(List.of(line));
                FailureOutput.programFailed(log, error);
            }
        } else if (!error.isEmpty()
                && error.size() < LONGEST
                && !line.isBlank()
                && !FOREIGN.matcher(line).matches()) {
            error.add(line);
        }
    }
}
